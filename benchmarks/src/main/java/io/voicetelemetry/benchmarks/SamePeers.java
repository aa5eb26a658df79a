package io.voicetelemetry.benchmarks;

import java.util.Map;
import java.util.TreeMap;

import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Makes sure that peers do what they are compared for: each makes one span with the 8
 * attributes of the plain call, whatever else it has.
 */
final class SamePeers {

	private final FinishedSpans finished = new FinishedSpans();

	private final Call call = new Call();

	private SamePeers() {
	}

	static void check() {
		new SamePeers().checkAll();
	}

	private void checkAll() {
		SdkTracerProvider tracerProvider = SdkTracerProvider.builder().addSpanProcessor(this.finished).build();
		HandWrittenModel handWritten = new HandWrittenModel(new LanguageModel(), tracerProvider.get("by-hand"));
		try (PeerApplication peers = new PeerApplication(tracerProvider)) {
			PeerModels.WithSpanModel withSpan = peers.bean(PeerModels.WithSpanModel.class);
			PeerModels.ObservedModel observed = peers.bean(PeerModels.ObservedModel.class);
			PeerModels.NewSpanModel newSpan = peers.bean(PeerModels.NewSpanModel.class);
			Map<String, String> expected = attributesOf(() -> handWritten.answerWithEightAttributes(this.call.model,
					this.call.conversation, this.call.maxTokens));
			SameSpans.require(expected.size() == 8, "Not 8 attributes: " + expected);
			requireAll(expected, () -> withSpan.answer(this.call.model, this.call.conversation, this.call.maxTokens));
			requireAll(expected, () -> observed.answer(this.call.model, this.call.conversation, this.call.maxTokens));
			requireAll(expected,
					() -> observed.answerWithParameters(this.call.model, this.call.conversation, this.call.maxTokens));
			requireAll(expected, () -> newSpan.answer(this.call.model, this.call.conversation, this.call.maxTokens));
		}
	}

	private void requireAll(Map<String, String> expected, Runnable call) {
		Map<String, String> attributes = attributesOf(call);
		SameSpans.require(attributes.entrySet().containsAll(expected.entrySet()),
				"Not the same: " + attributes + " and " + expected);
	}

	/**
	 * As text: some have no numbers.
	 */
	private Map<String, String> attributesOf(Runnable call) {
		this.finished.take();
		call.run();
		SpanData span = this.finished.takeOne();
		Map<String, String> attributes = new TreeMap<>();
		span.getAttributes().forEach((key, value) -> attributes.put(key.getKey(), value.toString()));
		return attributes;
	}

}
