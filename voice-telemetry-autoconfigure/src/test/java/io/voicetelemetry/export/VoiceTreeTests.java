package io.voicetelemetry.export;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.voicetelemetry.NotUnderJavaagent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How much {@link VoiceTree} remembers.
 */
@ExtendWith(OutputCaptureExtension.class)
class VoiceTreeTests {

	private final VoiceTree tree = new VoiceTree(Attributes.empty(), 100, 16);

	private final List<String> sent = new ArrayList<>();

	private WeakReference<VoiceTreeNode> first = new WeakReference<>(null);

	private final SdkTracerProvider provider = SdkTracerProvider.builder().addSpanProcessor(new Tree()).build();

	@AfterEach
	void close() {
		this.provider.close();
	}

	@Test
	@NotUnderJavaagent
	void forgetsWhatHasEndedALongTimeAgo() {
		for (int i = 0; i < 1_000; i++) {
			start("span", Context.root()).end();
		}
		assertThat(this.tree.size()).isEqualTo(16);
		Span parent = agent("agent", Context.root());
		Span longAgo = start("POST", Context.root().with(parent));
		longAgo.end();
		agent("soon", Context.root().with(longAgo)).end();
		for (int i = 0; i < 16; i++) {
			start("span", Context.root()).end();
		}
		agent("late", Context.root().with(longAgo)).end();
		parent.end();
		assertThat(this.sent).containsExactly("soon under agent", "late", "agent");
	}

	@Test
	void forgetsWhatNobodyCanEndAnyMore() {
		for (int i = 0; i < 50; i++) {
			start("never ends", Context.root());
		}
		assertThat(this.tree.size()).isEqualTo(50);
		await().atMost(Duration.ofSeconds(30)).until(() -> {
			System.gc();
			start("span", Context.root()).end();
			return this.tree.size() <= 16;
		});
	}

	@Test
	@NotUnderJavaagent
	void knowsNoMoreThanItMay(CapturedOutput output) {
		Span agent = agent("agent", Context.root());
		List<Span> open = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			open.add(agent("agent " + i, Context.root().with(agent)));
		}
		assertThat(this.tree.size()).isEqualTo(100);
		assertThat(output.toString().lines().filter((line) -> line.contains("WARN"))).singleElement()
			.asString()
			.contains("More than 100 spans are open");
		agent("under one that is known", Context.root().with(open.get(0))).end();
		agent("under one that is not", Context.root().with(open.get(199))).end();
		open.forEach(Span::end);
		agent.end();
		assertThat(this.sent).hasSize(203)
			.startsWith("under one that is known under agent 0", "under one that is not")
			.contains("agent 0 under agent", "agent 199 under agent", "agent");
		agent("again", Context.root()).end();
		assertThat(this.tree.size()).isEqualTo(16);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aTraceThatNeverEndsIsForgottenFromItsBeginning(boolean recognised) {
		Span top = agent("agent", Context.root());
		Span last = start("first", Context.root().with(top));
		for (int i = 0; i < 1_000; i++) {
			Span next = start("POST", Context.root().with(last));
			(recognised ? last.setAttribute("gen_ai.operation.name", "chat") : last).end();
			last = next;
		}
		await().atMost(Duration.ofSeconds(30)).until(() -> {
			System.gc();
			return this.first.get() == null;
		});
		last.end();
		top.end();
	}

	private Span start(String name, Context parent) {
		return this.provider.get("library").spanBuilder(name).setParent(parent).startSpan();
	}

	private Span agent(String name, Context parent) {
		return start(name, parent).setAttribute("gen_ai.operation.name", "invoke_agent");
	}

	/**
	 * Tells the tree, and writes down what is sent under which parent.
	 */
	private final class Tree implements SpanProcessor {

		private final Map<String, String> names = new HashMap<>();

		@Override
		public void onStart(Context parentContext, ReadWriteSpan span) {
			this.names.put(span.getSpanContext().getSpanId(), span.getName());
			VoiceTreeNode node = VoiceTreeTests.this.tree.started(parentContext, span);
			if (span.getName().equals("first")) {
				VoiceTreeTests.this.first = new WeakReference<>(node);
			}
		}

		@Override
		public void onEnd(ReadableSpan span) {
			SpanContext under = VoiceTreeTests.this.tree.ended(span);
			if (under != null) {
				VoiceTreeTests.this.sent
					.add(span.getName() + (under.isValid() ? " under " + this.names.get(under.getSpanId()) : ""));
			}
		}

		@Override
		public boolean isStartRequired() {
			return true;
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

}
