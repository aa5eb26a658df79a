package io.voicetelemetry.aop;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.voicetelemetry.annotation.EndVoiceSession;
import io.voicetelemetry.annotation.InVoiceSession;
import io.voicetelemetry.annotation.SessionId;
import io.voicetelemetry.annotation.StartVoiceSession;
import io.voicetelemetry.annotation.TracedSession;
import io.voicetelemetry.annotation.VoiceAttribute;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttribute;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceContext;
import io.voicetelemetry.stream.DeferredType;
import org.jspecify.annotations.Nullable;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;

/**
 * Makes the plan of an annotated method.
 */
final class CallPlanFactory {

	private static final Map<Class<? extends Annotation>, SessionPlan.Extent> EXTENTS = Map.of(TracedSession.class,
			new SessionPlan.Extent(true, true), StartVoiceSession.class, new SessionPlan.Extent(true, false),
			InVoiceSession.class, new SessionPlan.Extent(false, false), EndVoiceSession.class,
			new SessionPlan.Extent(false, true));

	/** The attributes of annotations that are attributes of the span. */
	private static final Map<String, TelemetryAttribute<String>> ANNOTATION_ATTRIBUTES = Map.of("provider",
			TelemetryAttributes.PROVIDER_NAME, "model", TelemetryAttributes.REQUEST_MODEL, "voice",
			TelemetryAttributes.TTS_VOICE, "audioFormat", TelemetryAttributes.TTS_AUDIO_FORMAT, "tool",
			TelemetryAttributes.TOOL_NAME, "description", TelemetryAttributes.TOOL_DESCRIPTION, "callId",
			TelemetryAttributes.TOOL_CALL_ID, "useCase", TelemetryAttributes.USE_CASE, "callSite",
			TelemetryAttributes.CALL_SITE);

	/** What a session is told when it is opened, by the attributes that carry it. */
	private static final Map<TelemetryAttribute<?>, String> IDENTITY = Map.of(TelemetryAttributes.TENANT_ID, "tenant",
			TelemetryAttributes.USER_ID, "user", TelemetryAttributes.ROOM_NAME, "room", TelemetryAttributes.AGENT_NAME,
			"agent");

	private static final List<String> SESSION_VALUES = List.of(SessionPlan.ID, "room", "user", "tenant", "agent",
			SessionPlan.REASON);

	private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

	private final ValueSources sources;

	private final ReaderBeans readers;

	CallPlanFactory(ValueSources sources, ReaderBeans readers) {
		this.sources = sources;
		this.readers = readers;
	}

	/**
	 * The plan for a method with several annotations of ours: the outermost stage first.
	 */
	CallPlan plan(Method method, List<TracedAnnotation> annotations) {
		CallPlan plan = null;
		for (int i = annotations.size() - 1; i >= 0; i--) {
			TracedAnnotation annotation = annotations.get(i);
			SessionPlan.Extent extent = EXTENTS.get(annotation.type());
			plan = (extent != null) ? sessionPlan(method, annotation, extent, plan)
					// What the parameters say is about the innermost stage.
					: spanPlan(method, annotation, i == annotations.size() - 1, plan);
		}
		if (plan == null) {
			throw new IllegalArgumentException(method + " has no annotation");
		}
		DeferredType deferred = MethodResult.of(method).deferred();
		return (deferred != null) ? new DeferredPlan(method, plan, deferred) : plan;
	}

	private CallPlan sessionPlan(Method method, TracedAnnotation annotation, SessionPlan.Extent extent,
			@Nullable CallPlan inner) {
		Map<String, ValueSource> values = new HashMap<>();
		for (String attribute : SESSION_VALUES) {
			ValueSource source = attribute.equals(SessionPlan.REASON)
					? this.sources.parse(annotation.text(attribute), method)
					: this.sources.parseBefore(annotation.text(attribute), method);
			if (source != null) {
				values.put(attribute, source);
			}
		}
		ValueSource marked = markedSessionId(method);
		if (marked != null) {
			values.putIfAbsent(SessionPlan.ID, marked);
		}
		List<AttributeWriter> attributes = new ArrayList<>();
		addDeclared(attributes, annotation, method);
		if (inner == null) {
			addMarked(attributes, new ArrayList<>(), method);
		}
		if (extent.opens()) {
			// Who talks to whom is on every span, not on the session's alone.
			attributes.removeIf((writer) -> {
				String value = IDENTITY.get(writer.attribute());
				return value != null && !writer.source().needsResult()
						&& values.putIfAbsent(value, writer.source()) == null;
			});
		}
		return new SessionPlan(method, inner, extent, values, attributes, annotation.flag("content"));
	}

	private CallPlan spanPlan(Method method, TracedAnnotation annotation, boolean innermost, @Nullable CallPlan inner) {
		Stage stage = annotation.stage();
		List<AttributeWriter> attributes = new ArrayList<>();
		ANNOTATION_ATTRIBUTES.forEach((name, attribute) -> {
			ValueSource source = this.sources.parse(annotation.text(name), method);
			if (source == null) {
				source = byItself(attribute, stage, method);
			}
			if (source != null) {
				attributes.add(new AttributeWriter(attribute, source));
			}
		});
		addDeclared(attributes, annotation, method);
		List<ContentArgument> contentArguments = new ArrayList<>();
		if (innermost) {
			addMarked(attributes, contentArguments, method);
		}
		ValueSource name = this.sources.parseBefore(annotation.text("name"), method);
		if (name == null && stage == Stage.OPERATION) {
			name = new ValueSource.Constant(method.getName());
		}
		ValueSource sessionId = this.sources.parseBefore(annotation.text("sessionId"), method);
		int[] confidential = confidentialArguments(method);
		boolean content = annotation.flag("content");
		if (stage == Stage.FUNCTION_TOOL && (!content || confidential.length > 0)) {
			ToolNames.of(method, attributes).forEach((tool) -> VoiceContext.discreetTool(tool, !content));
		}
		return new SpanPlan(
				new SpanPlanDescription(method, MethodResult.of(method), stage, name,
						(sessionId != null) ? sessionId : markedSessionId(method), attributes, contentArguments,
						(stage == Stage.FUNCTION_TOOL) ? argumentNames(method) : null, confidential, content),
				inner, this.readers);
	}

	private static String[] argumentNames(Method method) {
		@Nullable String @Nullable [] known = NAMES.getParameterNames(method);
		// The last parameter of a suspending function is where it goes on.
		String[] names = new String[method.getParameterCount() - (KotlinDetector.isSuspendingFunction(method) ? 1 : 0)];
		for (int i = 0; i < names.length; i++) {
			String name = (known != null && i < known.length) ? known[i] : null;
			names[i] = (name != null) ? name : "arg" + i;
		}
		return names;
	}

	private static int[] confidentialArguments(Method method) {
		return Arrays.stream(new AnnotatedMethod(method).getMethodParameters())
			.filter(ContentArgument::isConfidential)
			.mapToInt(MethodParameter::getParameterIndex)
			.toArray();
	}

	private static @Nullable ValueSource byItself(TelemetryAttribute<String> attribute, Stage stage, Method method) {
		if (attribute == TelemetryAttributes.CALL_SITE) {
			return new ValueSource.Constant(
					ClassUtils.getShortName(method.getDeclaringClass()) + "." + method.getName());
		}
		return (attribute == TelemetryAttributes.TOOL_NAME && stage == Stage.FUNCTION_TOOL)
				? new ValueSource.Constant(method.getName()) : null;
	}

	/**
	 * Adds the attributes that an annotation gives as {@code key=value}.
	 */
	private void addDeclared(List<AttributeWriter> attributes, TracedAnnotation annotation, Method method) {
		for (String declared : annotation.texts("attributes")) {
			int equals = declared.indexOf('=');
			if (equals < 1) {
				throw new IllegalStateException(
						"The attribute '" + declared + "' in an annotation of " + method + " is not written key=value");
			}
			ValueSource source = this.sources.parse(declared.substring(equals + 1), method);
			if (source != null) {
				attributes.add(AttributeWriter.of(declared.substring(0, equals).trim(), false, String.class, source));
			}
		}
	}

	/**
	 * Adds what is marked among the parameters, of the method or of an interface's.
	 */
	private void addMarked(List<AttributeWriter> attributes, List<ContentArgument> contentArguments, Method method) {
		for (MethodParameter parameter : new AnnotatedMethod(method).getMethodParameters()) {
			contentArguments.addAll(ContentArgument.in(parameter));
			MergedAnnotation<VoiceAttribute> marked = MergedAnnotations.from(parameter.getParameterAnnotations())
				.get(VoiceAttribute.class);
			if (marked.isPresent() && !ContentArgument.isConfidential(parameter)) {
				String expression = marked.getString("expression");
				attributes.add(AttributeWriter.of(marked.getString("value"), marked.getBoolean("content"),
						expression.isBlank() ? parameter.getParameterType() : String.class,
						this.sources.ofParameter(parameter.getParameterIndex(), expression, method)));
			}
		}
	}

	private @Nullable ValueSource markedSessionId(Method method) {
		for (MethodParameter parameter : new AnnotatedMethod(method).getMethodParameters()) {
			MergedAnnotation<SessionId> marked = MergedAnnotations.from(parameter.getParameterAnnotations())
				.get(SessionId.class);
			if (marked.isPresent()) {
				return this.sources.ofParameter(parameter.getParameterIndex(), marked.getString("expression"), method);
			}
		}
		return null;
	}

}
