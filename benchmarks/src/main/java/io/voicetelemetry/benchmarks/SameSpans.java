package io.voicetelemetry.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.springframework.aop.support.AopUtils;

/**
 * Makes sure that like is compared with like: both ways of writing emit the same spans.
 */
final class SameSpans {

	static final int ATTRIBUTES = 11;

	static final int ATTRIBUTES_IN_SESSION = 17;

	/** Ids that are made up at each run. */
	private static final Set<String> GENERATED = Set.of("voice.speech_id", "voice.generation_id",
			"voice.parent_generation_id");

	private final FinishedSpans finished = new FinishedSpans();

	private final BenchmarkApplication application = BenchmarkApplication
		.recordingWith(SdkTracerProvider.builder().addSpanProcessor(this.finished).build());

	private final LanguageModel annotated = this.application.model();

	private final HandWrittenModel handWritten = new HandWrittenModel(new LanguageModel(),
			this.application.sdk().getTracer("by-hand"));

	private final Call call = new Call();

	private SameSpans() {
	}

	static void check() {
		SameSpans same = new SameSpans();
		same.checkOutsideSession();
		same.checkInSession();
		same.application.close();
	}

	private void checkOutsideSession() {
		require(AopUtils.isCglibProxy(this.annotated), "The annotated bean is no proxy");
		SpanData eight = spanOf(
				(call) -> this.handWritten.answerWithEightAttributes(call.model, call.conversation, call.maxTokens));
		require(eight.getAttributes().size() == 8, "Not 8 attributes: " + eight.getAttributes());
		SpanData ours = spanOf((call) -> this.annotated.answer(call.model, call.conversation, call.maxTokens));
		SpanData theirs = spanOf((call) -> this.handWritten.answer(call.model, call.conversation, call.maxTokens));
		requireSame(ours, theirs, ATTRIBUTES);
	}

	private void checkInSession() {
		SpanData ours;
		try (OpenReply reply = new OpenReply(this.application.telemetry(), "call-1")) {
			this.annotated.answerInSession(this.call.model, this.call.maxTokens);
			ours = spanOf((call) -> this.annotated.answerInSession(call.model, call.maxTokens));
		}
		List<SpanData> oursAround = this.finished.take();
		SpanData theirs;
		try (HandWrittenTurn turn = new HandWrittenTurn(this.application.sdk().getTracer("by-hand"), "call-1",
				"speech_0123456789ab")) {
			this.handWritten.answerInSession(turn, this.call.model, this.call.maxTokens);
			theirs = spanOf((call) -> this.handWritten.answerInSession(turn, call.model, call.maxTokens));
		}
		List<SpanData> theirsAround = this.finished.take();
		requireSame(ours, theirs, ATTRIBUTES_IN_SESSION);
		require(eventsOfTurn(oursAround).equals(eventsOfTurn(theirsAround)),
				"Not the same events: " + oursAround + " " + theirsAround);
	}

	private SpanData spanOf(Consumer<Call> work) {
		this.finished.take();
		work.accept(this.call);
		return this.finished.takeOne();
	}

	static void requireSame(SpanData ours, SpanData theirs, int attributes) {
		require(ours.getName().equals(theirs.getName()) && ours.getKind() == theirs.getKind()
				&& ours.getStatus().equals(theirs.getStatus())
				&& ours.getParentSpanContext().isValid() == theirs.getParentSpanContext().isValid()
				&& attributesOf(ours).equals(attributesOf(theirs)), "Not the same: " + ours + " and " + theirs);
		require(ours.getAttributes().size() == attributes,
				"Not " + attributes + " attributes: " + ours.getAttributes());
	}

	private static Map<String, Object> attributesOf(SpanData span) {
		Map<String, Object> attributes = new TreeMap<>();
		span.getAttributes()
			.forEach((key, value) -> attributes.put(key.getKey(), GENERATED.contains(key.getKey()) ? "" : value));
		return attributes;
	}

	private static List<String> eventsOfTurn(List<SpanData> spans) {
		return spans.stream()
			.filter((span) -> span.getName().equals("agent_turn"))
			.flatMap((span) -> span.getEvents().stream())
			.map((event) -> event.getName() + namesOf(event.getAttributes()))
			.toList();
	}

	private static Set<String> namesOf(Attributes attributes) {
		Set<String> names = new TreeSet<>();
		attributes.forEach((key, value) -> names.add(key.getKey()));
		return names;
	}

	static void require(boolean condition, String message) {
		if (!condition) {
			throw new IllegalStateException(message);
		}
	}

}
