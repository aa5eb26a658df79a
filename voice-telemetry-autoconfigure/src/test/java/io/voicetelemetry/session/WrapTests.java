package io.voicetelemetry.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Work that runs in a stage on whatever thread.
 */
class WrapTests {

	private final Recording recording = new Recording();

	private final VoiceSpan stage = this.recording.session().startAgentTurn();

	private final ExecutorService thread = Executors.newSingleThreadExecutor();

	private final List<VoiceSpan> seen = new ArrayList<>();

	@AfterEach
	void closeRecording() {
		this.thread.shutdownNow();
		this.recording.close();
	}

	@Test
	void runsInTheStageAndLeavesItsThreadAsItWas() throws Exception {
		this.thread.submit(this.stage.wrapRunnable(() -> this.seen.add(VoiceSpan.current()))).get(30, TimeUnit.SECONDS);
		this.thread.submit(this.stage.wrapCallable(() -> this.seen.add(VoiceSpan.current()))).get(30, TimeUnit.SECONDS);
		CompletableFuture.supplyAsync(this.stage.wrapSupplier(() -> this.seen.add(VoiceSpan.current())), this.thread)
			.thenAcceptAsync(this.stage.wrapConsumer((added) -> this.seen.add(VoiceSpan.current())), this.thread)
			.thenApplyAsync(this.stage.wrapFunction((nothing) -> this.seen.add(VoiceSpan.current())), this.thread)
			.get(30, TimeUnit.SECONDS);
		CompletableFuture.runAsync(() -> this.seen.add(VoiceSpan.current()), this.stage.wrapExecutor(this.thread))
			.get(30, TimeUnit.SECONDS);
		assertThat(this.seen).hasSize(6).containsOnly(this.stage);
		assertThat(this.thread.submit(VoiceSpan::current).get(30, TimeUnit.SECONDS)).isSameAs(NoopHandles.OPERATION);
		assertThat(this.stage.isOpen()).isTrue();
	}

	@Test
	void lambdasNeedNoCast() {
		this.stage.wrapConsumer((String text) -> this.seen.add(VoiceSpan.current())).accept("frame");
		this.stage.wrapSupplier(VoiceSpan::current).get();
		this.stage.run(() -> this.seen.add(VoiceSpan.current()));
		assertThat(this.seen).containsExactly(this.stage, this.stage);
	}

}
