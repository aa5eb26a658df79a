package io.voicetelemetry.integration.springai;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.integration.EndpointAnswer;
import io.voicetelemetry.integration.OpenAiEndpoint;
import io.voicetelemetry.integration.SurroundedApplication;
import io.voicetelemetry.integration.SurroundedApplications;
import io.voicetelemetry.integration.Surrounding;
import io.voicetelemetry.session.TelemetryAttributes;
import io.voicetelemetry.session.VoiceTelemetry;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.ai.chat.model.ChatModel;

import static org.assertj.core.api.Assertions.assertThat;

class ChatModelTests {

	@RegisterExtension
	private static final SurroundedApplications applications = SurroundedApplications.of(Clinic.class);

	@ParameterizedTest
	@EnumSource
	void makesOneRequestOfACall(Surrounding surrounding) throws Exception {
		SurroundedApplication application = applications.in(surrounding);
		application.bean(OpenAiEndpoint.class)
			.answer(EndpointAnswer.text("Good morning").usage(new EndpointAnswer.Tokens(12, 5, 4, 0, false)));
		application.run((context) -> {
			var session = context.getBean(VoiceTelemetry.class).session().id("call-1").start();
			session.call(() -> context.getBean(ChatModel.class).call("Hello"));
		});

		SpanData request = application.only("llm_request");
		assertThat(request.getAttributes().get(TelemetryAttributes.SESSION_ID.key())).isEqualTo("call-1");
		assertThat(request.getAttributes().get(TelemetryAttributes.PROVIDER_NAME.key())).isEqualTo("openai");
		assertThat(request.getAttributes().get(TelemetryAttributes.REQUEST_MODEL.key())).isEqualTo(Clinic.MODEL);
		assertThat(request.getAttributes().get(TelemetryAttributes.RESPONSE_MODEL.key()))
			.isEqualTo(EndpointAnswer.MODEL);
		assertThat(request.getAttributes().get(TelemetryAttributes.RESPONSE_ID.key())).isEqualTo(EndpointAnswer.ID);
		assertThat(request.getAttributes().get(TelemetryAttributes.RESPONSE_FINISH_REASONS.key()))
			.containsExactly("stop");
		assertThat(request.getAttributes().get(TelemetryAttributes.REQUEST_TEMPERATURE.key())).isEqualTo(0.3);
		assertThat(request.getAttributes().get(TelemetryAttributes.INPUT_TOKENS.key())).isEqualTo(12);
		assertThat(request.getAttributes().get(TelemetryAttributes.OUTPUT_TOKENS.key())).isEqualTo(5);
		assertThat(request.getAttributes().get(TelemetryAttributes.CACHE_READ_INPUT_TOKENS.key())).isEqualTo(4);
		assertThat(request.getAttributes().get(TelemetryAttributes.INPUT_MESSAGES.key())).isNull();
		SpanData session = application.only("agent_session");
		assertThat(request.getParentSpanId()).isEqualTo(session.getSpanId());
		assertThat(application.spans()).filteredOn((span) -> span.getTraceId().equals(session.getTraceId()))
			.extracting(SpanData::getName)
			.contains("llm_request")
			.doesNotContain("chat " + Clinic.MODEL);
	}

}
