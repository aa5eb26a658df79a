package io.voicetelemetry.aop;

import java.util.concurrent.CompletableFuture;

import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.voicetelemetry.annotation.TracedTool;
import io.voicetelemetry.session.Stage;
import io.voicetelemetry.session.ToolCall;
import io.voicetelemetry.session.VoiceContext;
import io.voicetelemetry.session.VoiceSession;
import io.voicetelemetry.session.VoiceSpan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * An annotated tool that a framework calls, and has begun a span for already: there is
 * one.
 */
class JoinedToolTests {

	private final AopTestContext context = AopTestContext.of(Tools.class);

	private final VoiceSession session = this.context.telemetry().session().id("call-1").start();

	@AfterEach
	void close() {
		this.session.end();
		this.context.close();
	}

	private VoiceSpan startOfFramework() {
		ToolCall call = this.session.startToolCall("find_slot");
		call.callId("call-7");
		return VoiceContext.joinable(call);
	}

	@Test
	void methodAddsToTheSpanOfTheFramework() {
		VoiceSpan call = startOfFramework();
		try (Scope scope = call.makeCurrent()) {
			this.context.bean(Tools.class).findSlot("Tuesday");
		}
		assertThat(call.isOpen()).isTrue();
		call.end();
		SpanData span = this.context.span("function_tool");
		assertThat(span.getAttributes().get(stringKey("gen_ai.tool.call.id"))).isEqualTo("call-7");
		assertThat(span.getAttributes().get(stringKey("gen_ai.tool.name"))).isEqualTo("findSlot");
		assertThat(span.getAttributes().get(stringKey("gen_ai.tool.call.arguments"))).contains("Tuesday");
		assertThat(span.getAttributes().get(stringKey("gen_ai.tool.call.result"))).isEqualTo("nine o'clock");
	}

	@Test
	void methodWhoseResultComesLaterAddsToTheSpanOfTheFramework() {
		VoiceSpan call = startOfFramework();
		try (Scope scope = call.makeCurrent()) {
			assertThat(this.context.bean(Tools.class).later().block()).isEqualTo("ten o'clock");
		}
		assertResultOf(call);
		call = startOfFramework();
		CompletableFuture<String> result = new CompletableFuture<>();
		try (Scope scope = call.makeCurrent()) {
			this.context.bean(Tools.class).future(result);
		}
		result.complete("ten o'clock");
		assertResultOf(call);
	}

	private void assertResultOf(VoiceSpan call) {
		assertThat(call.isOpen()).isTrue();
		call.end();
		assertThat(this.context.span("function_tool").getAttributes().get(stringKey("gen_ai.tool.call.result")))
			.isEqualTo("ten o'clock");
		this.context.reset();
	}

	@Test
	void failureIsTheFrameworksToTell() {
		VoiceSpan call = startOfFramework();
		try (Scope scope = call.makeCurrent()) {
			assertThatIllegalStateException().isThrownBy(() -> this.context.bean(Tools.class).fail());
		}
		assertThat(call.isOpen()).isTrue();
		call.fail(new IllegalStateException());
		assertThat(this.context.span("function_tool").getAttributes().get(stringKey("voice.outcome")))
			.isEqualTo("error");
	}

	@Test
	void onlyOneMethodIsTheCall() {
		VoiceSpan call = startOfFramework();
		try (Scope scope = call.makeCurrent()) {
			this.context.bean(Tools.class).findSlot("Tuesday");
			this.context.bean(Tools.class).findSlot("Wednesday");
		}
		call.end();
		assertThat(this.context.spans()).hasSize(2)
			.allSatisfy((span) -> assertThat(span.getParentSpanId()).isEqualTo(this.session.spanContext().getSpanId()));
	}

	@Test
	void callThatIsNotCurrentOrOverIsNotJoined() {
		VoiceSpan call = startOfFramework();
		try (Scope scope = call.startOperation("look up").makeCurrent()) {
			this.context.bean(Tools.class).findSlot("Tuesday");
		}
		try (Scope scope = call.makeCurrent()) {
			call.end();
			this.context.bean(Tools.class).findSlot("Wednesday");
		}
		assertThat(this.context.spans()).extracting(SpanData::getName).filteredOn("function_tool"::equals).hasSize(2);
		assertThat(VoiceContext.join(Stage.LLM_REQUEST)).isNull();
	}

	@Test
	void methodThatRecordsNoContentKeepsItFromTheSpan() {
		VoiceSpan call = startOfFramework();
		try (Scope scope = call.makeCurrent()) {
			this.context.bean(Tools.class).secret("Tuesday");
		}
		call.end();
		assertThat(this.context.span("function_tool").getAttributes().get(stringKey("gen_ai.tool.call.arguments")))
			.isNull();
	}

	static class Tools {

		@TracedTool
		String findSlot(String day) {
			return "nine o'clock";
		}

		@TracedTool
		Mono<String> later() {
			return Mono.fromCallable(() -> "ten o'clock");
		}

		@TracedTool
		CompletableFuture<String> future(CompletableFuture<String> result) {
			return result;
		}

		@TracedTool
		void fail() {
			throw new IllegalStateException();
		}

		@TracedTool(content = false)
		String secret(String day) {
			return "nine o'clock";
		}

	}

}
