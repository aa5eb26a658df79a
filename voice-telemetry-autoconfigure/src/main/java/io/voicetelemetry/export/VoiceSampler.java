package io.voicetelemetry.export;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import io.voicetelemetry.session.VoiceContext;

/**
 * Samples calls as a whole, at a rate of their own, and leaves everything else to the
 * application's sampler: at Spring Boot's default rate nine calls of ten would be lost,
 * and under an unsampled HTTP request all of them.
 *
 * @since 0.1
 */
public final class VoiceSampler implements Sampler {

	private final Sampler others;

	private final Sampler voice;

	/**
	 * A sampler.
	 * @param others samples what does not belong to a call
	 * @param probability the share of calls that is kept, 0 to 1
	 */
	public VoiceSampler(Sampler others, double probability) {
		this.others = others;
		this.voice = Sampler.traceIdRatioBased(probability);
	}

	@Override
	public SamplingResult shouldSample(Context parentContext, String traceId, String name, SpanKind spanKind,
			Attributes attributes, List<LinkData> parentLinks) {
		return switch (VoiceContext.sampling(parentContext)) {
			case KEEP -> SamplingResult.recordAndSample();
			case DROP -> SamplingResult.drop();
			case BY_RATE -> this.voice.shouldSample(parentContext, traceId, name, spanKind, attributes, parentLinks);
			case OUTSIDE -> {
				SamplingResult result = this.others.shouldSample(parentContext, traceId, name, spanKind, attributes,
						parentLinks);
				yield (result.getDecision() != SamplingDecision.RECORD_AND_SAMPLE
						&& SessionParent.in(parentContext) != null) ? SamplingResult.recordAndSample() : result;
			}
		};
	}

	@Override
	public String getDescription() {
		return "VoiceSampler{voice=" + this.voice.getDescription() + ",others=" + this.others.getDescription() + "}";
	}

	@Override
	public String toString() {
		return getDescription();
	}

}
