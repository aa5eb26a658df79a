package io.voicetelemetry.sample;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.voicetelemetry.sample.agent.CallEnded;
import io.voicetelemetry.session.RefusalReason;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.test.OtlpReceiver;
import io.voicetelemetry.test.ReceivedSpan;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The first call of a running application, as a backend gets it. Not by
 * {@code @SpringBootTest}, which switches the export off.
 *
 * @param ended what the application says about it
 * @param spans all spans that arrived, in order of their start
 * @param tokens what the language model said about its tokens
 * @param figures what listeners were told
 * @param refusals what the telemetry refused
 */
public record RecordedCall(CallEnded ended, List<ReceivedSpan> spans, List<ReportedUsage.Tokens> tokens,
		RecordedFigures figures, Map<RefusalReason, Long> refusals) {

	public static RecordedCall play(Consumer<URI> caller, String... arguments) throws Exception {
		CompletableFuture<CallEnded> end = new CompletableFuture<>();
		ApplicationListener<PayloadApplicationEvent<CallEnded>> listener = ApplicationListener
			.forPayload(end::complete);
		ReportedUsage usage = new ReportedUsage();
		RecordedFigures figures = new RecordedFigures();
		SpringApplication application = new SpringApplication(SampleApplication.class, UnfinishedAnswers.class);
		application.addInitializers((context) -> {
			context.addApplicationListener(listener);
			context.getBeanFactory().addBeanPostProcessor(usage);
			context.getBeanFactory().registerSingleton("recordedFigures", figures);
		});
		try (OtlpReceiver receiver = OtlpReceiver.start()) {
			List<String> all = new ArrayList<>(List.of(arguments));
			all.add("--server.port=0");
			all.add("--voice.telemetry.export.otlp.endpoint=" + receiver.endpoint());
			all.add("--voice.telemetry.export.otlp.dialect=none");
			Map<RefusalReason, Long> refusals;
			try (ConfigurableApplicationContext context = application.run(all.toArray(new String[0]))) {
				caller.accept(URI
					.create("ws://localhost:" + context.getEnvironment().getProperty("local.server.port") + "/call"));
				end.get(60, TimeUnit.SECONDS);
				refusals = context.getBean(VoiceTelemetry.class).refusals();
			}
			// What was waiting has been sent and told when the context was closed.
			List<ReceivedSpan> spans = receiver.spans()
				.stream()
				.sorted(Comparator.comparingLong(ReceivedSpan::startEpochNanos))
				.toList();
			return new RecordedCall(end.get(), spans, usage.all(), figures, refusals);
		}
	}

	public List<ReceivedSpan> ofStage(String stage) {
		return ofStage(stage, (span) -> true);
	}

	public List<ReceivedSpan> ofStage(String stage, Predicate<ReceivedSpan> condition) {
		return this.spans.stream().filter((span) -> stage.equals(span.stage()) && condition.test(span)).toList();
	}

	public ReceivedSpan only(String stage) {
		return only(stage, (span) -> true);
	}

	public ReceivedSpan only(String stage, Predicate<ReceivedSpan> condition) {
		List<ReceivedSpan> found = ofStage(stage, condition);
		assertThat(found).hasSize(1);
		return found.get(0);
	}

}
