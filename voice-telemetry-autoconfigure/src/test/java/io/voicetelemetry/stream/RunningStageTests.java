package io.voicetelemetry.stream;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.fence.FenceReports;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceSpan;
import io.voicetelemetry.session.VoiceTelemetry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

import static io.voicetelemetry.SpanAttributes.attribute;
import static org.assertj.core.api.Assertions.assertThat;

class RunningStageTests {

	private final InMemorySpanExporter spans = InMemorySpanExporter.create();

	private final VoiceTelemetry telemetry = VoiceTelemetry
		.builder(OpenTelemetrySdk.builder()
			.setTracerProvider(
					SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(this.spans)).build())
			.build())
		.build();

	private final List<Object> told = new CopyOnWriteArrayList<>();

	@Test
	void readsNothingAfterItsEnd() {
		RunningStage stage = new NotedStage();
		stage.item("a");
		stage.cancel();
		stage.item("b");
		stage.startAgain();
		stage.item("c");
		stage.complete("d");
		assertThat(this.told).containsExactly("begun", "a", "read", Outcome.CANCELLED);
	}

	@Test
	void readsEachTryByItself() {
		RunningStage stage = new NotedStage();
		stage.item("a");
		stage.item("b");
		stage.startAgain();
		stage.startAgain();
		stage.item("c");
		stage.complete();
		assertThat(this.told).containsExactly("begun", "a", "b", "read", "begun", "c", "read", Outcome.SUCCESS);
	}

	@Test
	void endsToReadWhatIsCutOffBeforeTheFirstItemIsRead() {
		RunningStage stage = new NotedStage() {

			@Override
			protected ItemReading begin(Object first) {
				cancel();
				return super.begin(first);
			}

		};
		stage.item("a");
		stage.item("b");
		assertThat(this.told).containsExactly(Outcome.CANCELLED, "begun", "read");
	}

	@Test
	void countsAllThatCameUntilAnotherThreadCutsItOff() throws InterruptedException {
		ItemReaders readers = new ItemReaders("a test", List::of, FenceReports.NONE);
		VoiceSpan call = this.telemetry.start(Stage.LLM_REQUEST, null);
		Sinks.Many<String> source = Sinks.many().unicast().onBackpressureError();
		Flux<String> answer = FollowedPublishers.follow(source.asFlux(),
				(where) -> new RunningStage(call.context(), this.telemetry, null) {

					@Override
					protected ItemReading begin(Object first) {
						return readers.begin(call, String.class, first);
					}

					@Override
					protected void ended(Outcome outcome, @Nullable Object unread, @Nullable Object result,
							@Nullable Throwable error) {
						call.cancel();
					}

				});
		Disposable subscription = answer.subscribe();
		for (int i = 0; i < 100_000; i++) {
			source.emitNext("four", Sinks.EmitFailureHandler.FAIL_FAST);
		}
		Thread other = new Thread(subscription::dispose);
		other.start();
		other.join();
		SpanData span = this.spans.getFinishedSpanItems().get(0);
		assertThat(attribute(span, TelemetryAttributes.LLM_CHUNKS)).isEqualTo(100_000L);
		assertThat(attribute(span, TelemetryAttributes.LLM_CHARACTERS)).isEqualTo(400_000L);
		assertThat(attribute(span, TelemetryAttributes.TIME_TO_FIRST_CHUNK)).isNotNull();
	}

	/**
	 * A stage that notes what it is told, and what it reads.
	 */
	private class NotedStage extends RunningStage {

		NotedStage() {
			super(VoiceSpan.current().context(), RunningStageTests.this.telemetry, null);
		}

		@Override
		protected ItemReading begin(Object first) {
			List<Object> told = RunningStageTests.this.told;
			told.add("begun");
			return new ItemReading() {

				@Override
				public void item(Object item) {
					told.add(item);
				}

				@Override
				public void end() {
					told.add("read");
				}

			};
		}

		@Override
		protected void ended(Outcome outcome, @Nullable Object unread, @Nullable Object result,
				@Nullable Throwable error) {
			RunningStageTests.this.told.add(outcome);
		}

	}

}
