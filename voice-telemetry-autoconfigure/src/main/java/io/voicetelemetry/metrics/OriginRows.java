package io.voicetelemetry.metrics;

import java.time.Instant;

import io.voicetelemetry.event.MetricsOrigin;
import org.jspecify.annotations.Nullable;

/**
 * The rows of meters that figures of one origin go to. Each is found when it is first
 * needed: a combination of tags that is looked up counts towards the bound. Thread-safe;
 * a row that several threads find at once is the same.
 */
final class OriginRows {

	private static final int TAG_SETS = TagSet.values().length;

	private final MeterRows rows;

	private final String stage;

	private final MetricsOrigin origin;

	private final @Nullable String detail;

	/** By the ordinal of their tags. Any thread may see a row: its fields are final. */
	private final @Nullable MeterRow[] found = new MeterRow[TAG_SETS];

	/**
	 * Rows of an origin.
	 * @param rows where they are found
	 * @param stage the name of the stage
	 * @param origin where figures come from
	 * @param detail a tag that is not of the origin: the tool, the source or the role, or
	 * whether the connection was there before
	 */
	OriginRows(MeterRows rows, String stage, MetricsOrigin origin, @Nullable String detail) {
		this.rows = rows;
		this.stage = stage;
		this.origin = withoutIds(origin);
		this.detail = detail;
	}

	/**
	 * What tags are made of: nothing of a single call is to stay in memory.
	 */
	private static MetricsOrigin withoutIds(MetricsOrigin origin) {
		return new MetricsOrigin(null, origin.tenantId(), null, origin.provider(), origin.requestModel(),
				origin.responseModel(), null, origin.useCase(), origin.callSite(), origin.outcome(), origin.errorType(),
				Instant.EPOCH, null, null);
	}

	/**
	 * Whether figures of an origin go to these rows: all that a tag is made of is equal.
	 */
	boolean areOf(String stage, MetricsOrigin that, @Nullable String detail) {
		MetricsOrigin origin = this.origin;
		return origin.outcome() == that.outcome() && this.stage.equals(stage)
				&& areSame(origin.requestModel(), that.requestModel())
				&& areSame(origin.responseModel(), that.responseModel()) && areSame(origin.callSite(), that.callSite())
				&& areSame(origin.tenantId(), that.tenantId()) && areSame(origin.provider(), that.provider())
				&& areSame(origin.useCase(), that.useCase()) && areSame(origin.errorType(), that.errorType())
				&& areSame(this.detail, detail);
	}

	private static boolean areSame(@Nullable String one, @Nullable String other) {
		return (one != null) ? one.equals(other) : other == null;
	}

	/**
	 * Whether no value is so long that it is better not kept.
	 */
	boolean areShort() {
		return isShort(this.detail) && isShort(this.origin.tenantId()) && isShort(this.origin.provider())
				&& isShort(this.origin.requestModel()) && isShort(this.origin.responseModel())
				&& isShort(this.origin.useCase()) && isShort(this.origin.callSite())
				&& isShort(this.origin.errorType());
	}

	private static boolean isShort(@Nullable String value) {
		return value == null || value.length() <= TagBounds.MAX_LENGTH;
	}

	/**
	 * The row of meters with certain tags.
	 */
	MeterRow get(TagSet tagSet) {
		MeterRow row = this.found[tagSet.ordinal()];
		if (row == null) {
			row = find(tagSet);
			this.found[tagSet.ordinal()] = row;
		}
		return row;
	}

	private MeterRow find(TagSet tagSet) {
		MetricsOrigin origin = this.origin;
		String outcome = origin.outcome().value();
		return switch (tagSet) {
			case TENANT -> get(tagSet, origin.tenantId());
			case TURN -> get(tagSet, origin.tenantId(), this.detail, outcome);
			case INTERRUPTION -> get(tagSet, origin.tenantId(), this.detail);
			case TOOL -> get(tagSet, this.detail, outcome);
			case LLM -> get(tagSet, origin.tenantId(), origin.provider(), origin.model(), origin.useCase(),
					origin.callSite(), outcome);
			case SPEECH_USAGE -> get(tagSet, origin.tenantId(), origin.provider(), model(), outcome);
			case SPEECH_TIME -> get(tagSet, origin.provider(), model(), outcome);
			case MODEL -> get(tagSet, origin.provider(), model());
			case CONNECTION -> get(tagSet, this.stage, origin.provider(), model(), this.detail);
			case DISCARDED -> get(tagSet, origin.tenantId(), this.stage, origin.provider(), model());
			case GEN_AI -> get(tagSet, StageNames.operationOf(this.stage), origin.provider(), origin.requestModel(),
					origin.responseModel(), ErrorTypes.of(origin));
			case GEN_AI_TOKENS -> get(tagSet, StageNames.operationOf(this.stage), origin.provider(),
					origin.requestModel(), origin.responseModel());
			case GEN_AI_AGENT -> get(tagSet, StageNames.INVOKE_AGENT, ErrorTypes.of(origin));
			case GEN_AI_TOOL -> get(tagSet, StageNames.EXECUTE_TOOL, this.detail, ErrorTypes.of(origin));
			default -> throw new IllegalArgumentException(tagSet + " is not of an origin");
		};
	}

	private MeterRow get(TagSet tagSet, @Nullable String... values) {
		return this.rows.get(tagSet, values);
	}

	/**
	 * The model that was asked for, else the one that answered.
	 */
	private @Nullable String model() {
		return (this.origin.requestModel() != null) ? this.origin.requestModel() : this.origin.responseModel();
	}

}
