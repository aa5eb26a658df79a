package io.voicetelemetry.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.voicetelemetry.content.ToolDefinition;
import io.voicetelemetry.event.MetricsOrigin;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.event.TokenType;
import io.voicetelemetry.event.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * A stage that figures are taken of: it remembers what its attributes say about who does
 * the work, whether its span is recorded or sampled out.
 */
abstract class MeasuredHandle extends SpanHandle {

	private static final TokenType[] TOKEN_TYPES = TokenType.values();

	private static final long UNKNOWN = -1;

	private static final Map<TelemetryAttribute<?>, TokenType> TYPES_OF_TOKENS = Arrays.stream(TOKEN_TYPES)
		.collect(Collectors.toUnmodifiableMap(TelemetryAttributes::ofTokens, Function.identity()));

	private volatile @Nullable String provider;

	private volatile @Nullable String requestModel;

	private volatile @Nullable String responseModel;

	private volatile @Nullable String responseId;

	private volatile @Nullable String useCase;

	private volatile @Nullable String callSite;

	private volatile @Nullable TokenUsage tokens;

	/** What tries took that were of no use. */
	private volatile @Nullable TokenUsage inVain;

	private volatile @Nullable OptionalDouble acquireTime;

	private volatile @Nullable Boolean connectionReused;

	MeasuredHandle(SpanStart start) {
		super(start);
	}

	@Override
	boolean takesFigures() {
		return true;
	}

	/**
	 * Whether what is told of an answer is told of this stage.
	 */
	boolean takesAnswer() {
		return takesFigures();
	}

	@Override
	void noted(TelemetryAttribute<?> attribute, Object value) {
		if (value instanceof String text) {
			if (attribute == TelemetryAttributes.PROVIDER_NAME) {
				this.provider = NAME.limit(text);
			}
			else if (attribute == TelemetryAttributes.REQUEST_MODEL) {
				this.requestModel = NAME.limit(text);
			}
			else if (attribute == TelemetryAttributes.RESPONSE_MODEL) {
				this.responseModel = NAME.limit(text);
			}
			else if (attribute == TelemetryAttributes.RESPONSE_ID) {
				this.responseId = NAME.limit(text);
			}
			else if (attribute == TelemetryAttributes.USE_CASE) {
				this.useCase = NAME.limit(text);
			}
			else if (attribute == TelemetryAttributes.CALL_SITE) {
				this.callSite = NAME.limit(text);
			}
		}
		else if (value instanceof Long count && attribute.isListed()) {
			TokenType type = TYPES_OF_TOKENS.get(attribute);
			if (type != null) {
				counted(type, count);
			}
		}
	}

	private synchronized void counted(TokenType type, long count) {
		update(TokenUsage.unknown().with(type, count));
	}

	private void update(TokenUsage usage) {
		TokenUsage tokens = this.tokens;
		this.tokens = (tokens != null) ? tokens.updatedBy(usage) : usage;
	}

	@Override
	MetricsOrigin origin(Outcome outcome, @Nullable String errorType, long atNanos) {
		return new MetricsOrigin(sessionId(), tenantId(), this.speechId, this.provider, this.requestModel,
				this.responseModel, this.responseId, this.useCase, this.callSite, outcome, errorType,
				SessionClock.toInstant(atNanos), traceId(), spanId());
	}

	/**
	 * Whether anything is known of who answered or what it took.
	 */
	final boolean knowsAnswer() {
		return this.responseId != null || this.responseModel != null || !tokens().equals(TokenUsage.unknown());
	}

	final TokenUsage tokens() {
		TokenUsage tokens = this.tokens;
		TokenUsage known = (tokens != null) ? tokens : TokenUsage.unknown();
		TokenUsage inVain = this.inVain;
		return (inVain != null) ? inVain.plus(known) : known;
	}

	/**
	 * Told that the work begins anew: what it took so far is paid for all the same.
	 */
	final synchronized void startCountingAgain() {
		// Whoever takes the figures at this moment is to count them once.
		synchronized (lifecycle().lock()) {
			if (isOpen()) {
				this.inVain = tokens();
				this.tokens = null;
			}
		}
	}

	/**
	 * Takes in who is asked.
	 */
	final void asks(@Nullable String provider, @Nullable String model) {
		set(TelemetryAttributes.PROVIDER_NAME, provider);
		set(TelemetryAttributes.REQUEST_MODEL, model);
	}

	/**
	 * Takes in what the model is told to be.
	 */
	final void setInstructions(@Nullable String text) {
		if (text != null && capturesContent() && accepts()) {
			content().put(TelemetryAttributes.SYSTEM_INSTRUCTIONS, (writer) -> writer.instructions(text));
		}
	}

	/**
	 * Takes in which tools the model may ask for.
	 */
	final void setToolDefinitions(@Nullable List<ToolDefinition> tools) {
		if (tools != null && capturesContent() && accepts()) {
			List<ToolDefinition> copy = ListValue.copyOf(tools, ToolDefinition.class, this.recorder);
			if (!copy.isEmpty()) {
				content().put(TelemetryAttributes.TOOL_DEFINITIONS, (writer) -> writer.toolDefinitions(copy));
			}
		}
	}

	final @Nullable String provider() {
		return this.provider;
	}

	final @Nullable String requestModel() {
		return this.requestModel;
	}

	/**
	 * Takes in that another than was asked answered, which may be known better already.
	 */
	final void answeredInstead(@Nullable String provider, @Nullable String model) {
		if (provider != null) {
			this.provider = provider;
		}
		if (this.responseModel == null) {
			this.responseModel = model;
		}
	}

	final void putWhoAnsweredInstead() {
		put(TelemetryAttributes.PROVIDER_NAME, this.provider);
		put(TelemetryAttributes.RESPONSE_MODEL, this.responseModel);
	}

	/**
	 * Takes in who answered.
	 */
	final void answeredBy(@Nullable String responseId, @Nullable String model) {
		if (takesAnswer()) {
			set(TelemetryAttributes.RESPONSE_ID, responseId);
			set(TelemetryAttributes.RESPONSE_MODEL, model);
		}
	}

	/**
	 * Takes in what is known about the tokens; what is not known leaves what was said
	 * before.
	 */
	final synchronized void used(@Nullable TokenUsage usage) {
		if (usage == null || !takesAnswer() || !accepts()) {
			return;
		}
		update(usage);
		if (isRecording()) {
			TokenUsage total = tokens();
			for (TokenType type : TOKEN_TYPES) {
				long count = usage.count(type, UNKNOWN);
				if (count != UNKNOWN) {
					putCount(TelemetryAttributes.ofTokens(type), total.count(type, count));
				}
			}
		}
	}

	/**
	 * Takes in what an object of the application tells.
	 */
	final <R> void read(R result, Consumer<? super R> reader) {
		if (!accepts()) {
			return;
		}
		try {
			reader.accept(result);
		}
		catch (Throwable ex) {
			this.recorder.refusals().count(RefusalReason.USER_CODE_FAILED, "Reading a result", ex);
		}
	}

	/**
	 * Takes in whose library was used, where nobody said who is asked.
	 */
	final void usedLibraryOf(@Nullable String provider) {
		if (this.provider == null) {
			set(TelemetryAttributes.PROVIDER_NAME, provider);
		}
	}

	/**
	 * A moment to measure until. One before this stage began is none: moved to the
	 * beginning, it would tell that it took no time.
	 */
	final OptionalLong measurable(@Nullable Instant at) {
		if (at != null && SessionClock.toEpochNanos(at) < this.startNanos) {
			refuse(RefusalReason.TIME_OUT_OF_RANGE);
			return OptionalLong.empty();
		}
		return OptionalLong.of(momentOf(at));
	}

	final OptionalDouble acquireTime() {
		OptionalDouble acquireTime = this.acquireTime;
		return (acquireTime != null) ? acquireTime : OptionalDouble.empty();
	}

	final @Nullable Boolean connectionReused() {
		return this.connectionReused;
	}

	final void connectionAcquired(@Nullable Duration acquireTime, boolean reused) {
		if (!accepts()) {
			return;
		}
		if (acquireTime != null) {
			if (!Numbers.isTime(acquireTime)) {
				refuse(RefusalReason.INVALID_VALUE);
				return;
			}
			this.acquireTime = OptionalDouble.of(Numbers.toSeconds(acquireTime));
			putSeconds(TelemetryAttributes.CONNECTION_ACQUIRE_TIME, Numbers.toSeconds(acquireTime));
		}
		this.connectionReused = reused;
		put(TelemetryAttributes.CONNECTION_REUSED, reused);
	}

	/**
	 * How long a stage took that ended then, in seconds.
	 */
	final double secondsUntil(long endNanos) {
		return SessionClock.seconds(Math.max(endNanos - this.startNanos, 0));
	}

}
