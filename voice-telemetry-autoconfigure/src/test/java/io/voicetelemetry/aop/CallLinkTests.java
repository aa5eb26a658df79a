package io.voicetelemetry.aop;

import io.opentelemetry.api.OpenTelemetry;
import io.voicetelemetry.event.Outcome;
import io.voicetelemetry.session.LlmCall;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.VoiceTelemetry;
import io.voicetelemetry.stream.ItemReading;
import io.voicetelemetry.stream.RunningStage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CallLinkTests {

	private final VoiceTelemetry telemetry = VoiceTelemetry.builder(OpenTelemetry.noop()).build();

	private final CallLink link = new CallLink();

	@Test
	void knowsARequestForAsLongAsItRunsAlone() {
		Request first = new Request((LlmCall) this.telemetry.start(Stage.LLM_REQUEST, "first"));
		Request second = new Request((LlmCall) this.telemetry.start(Stage.LLM_REQUEST, "second"));
		assertThat(this.link.onlyRequest()).isNull();
		this.link.begun(first);
		assertThat(this.link.onlyRequest()).isSameAs(first.call);
		this.link.begun(second);
		assertThat(this.link.onlyRequest()).isNull();
		second.complete();
		assertThat(this.link.onlyRequest()).isSameAs(first.call);
		first.cancel();
		assertThat(this.link.onlyRequest()).isNull();
	}

	private final class Request extends RunningStage {

		private final LlmCall call;

		Request(LlmCall call) {
			super(call.context(), CallLinkTests.this.telemetry, null);
			this.call = call;
		}

		@Override
		protected ItemReading begin(Object first) {
			return ItemReading.NONE;
		}

		@Override
		protected void ended(Outcome outcome, Object unread, Object result, Throwable error) {
			this.call.end();
		}

	}

}
