package io.voicetelemetry.export;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.voicetelemetry.export.VirtualDelivery.Request;
import io.voicetelemetry.otlp.OtlpAnswer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of spans, in virtual time.
 */
class DeliveryTests {

	private static final OtlpAnswer DOWN = new OtlpAnswer.TryLater("cannot be connected to", null);

	private final VirtualDelivery delivery = new VirtualDelivery(DeliverySettings.DEFAULT);

	@Test
	void sendsWhenTheScheduleDelayIsOver() {
		this.delivery.end(3);
		this.delivery.pass(Duration.ofMillis(499));
		assertThat(this.delivery.requests()).isEmpty();
		this.delivery.pass(Duration.ofMillis(10));
		assertThat(this.delivery.requests()).singleElement()
			.satisfies((request) -> assertThat(request.names()).containsExactly("span 0", "span 1", "span 2"));
		assertThat(this.delivery.counts().delivered()).isEqualTo(3);
	}

	@Test
	void sendsFullBatchesAtOnce() {
		this.delivery.end(1100);
		this.delivery.pass(Duration.ofMillis(10));
		assertThat(this.delivery.requests()).extracting((request) -> request.spans().size()).containsExactly(512, 512);
		this.delivery.pass(Duration.ofMillis(500));
		assertThat(this.delivery.counts().delivered()).isEqualTo(1100);
	}

	@Test
	void batchesByBytesToo() {
		for (int i = 0; i < 100; i++) {
			this.delivery.end("span " + i, "x".repeat(60_000));
		}
		this.delivery.pass(Duration.ofSeconds(1));
		assertThat(this.delivery.requests()).hasSizeGreaterThan(4)
			.allSatisfy((request) -> assertThat(request.bytes()).isLessThan(3 << 20));
		assertThat(this.delivery.counts().delivered()).isEqualTo(100);
	}

	@Test
	void losesNothingInAnOutageOfAMinute() {
		secondsAtRate(15, 1000);
		this.delivery.backend((request) -> DOWN);
		secondsAtRate(60, 1000);
		this.delivery.backend((request) -> OtlpAnswer.Accepted.ALL);
		secondsAtRate(15, 1000);
		this.delivery.pass(Duration.ofSeconds(1));
		assertThat(this.delivery.taken()).hasSize(90_000);
		assertThat(this.delivery.counts().droppedInAll()).isZero();
	}

	@Test
	void asksABackendThatIsDownLessAndLessOften() {
		this.delivery.backend((request) -> DOWN);
		this.delivery.end(1);
		this.delivery.pass(Duration.ofMinutes(5));
		List<Duration> waits = waits(this.delivery.requests());
		assertThat(waits.get(0)).isBetween(Duration.ofMillis(500), Duration.ofMillis(1100));
		assertThat(waits.get(3)).isBetween(Duration.ofSeconds(4), Duration.ofMillis(8100));
		assertThat(waits.subList(4, waits.size())).hasSizeGreaterThan(25)
			.allSatisfy((wait) -> assertThat(wait).isBetween(Duration.ofSeconds(5), Duration.ofMillis(10_100)));
		assertThat(waits.subList(4, waits.size()).stream().mapToLong(Duration::toMillis).summaryStatistics()).satisfies(
				(some) -> assertThat(some.getMax() - some.getMin()).as("what chance makes of it").isGreaterThan(1000));
	}

	@Test
	void sendsOneRequestAtATimeWhileTheBackendIsDown() {
		this.delivery.backend((request) -> DOWN);
		secondsAtRate(30, 1000);
		assertThat(this.delivery.requests().size()).isLessThan(8 + 10);
	}

	@Test
	void waitsAsLongAsTheBackendAsksFor() {
		this.delivery.backend((request) -> new OtlpAnswer.TryLater("answered 429", Duration.ofSeconds(3)));
		this.delivery.end(1);
		this.delivery.pass(Duration.ofMinutes(1));
		List<Duration> waits = waits(this.delivery.requests());
		assertThat(waits.get(0)).isBetween(Duration.ofSeconds(3), Duration.ofMillis(4500));
		assertThat(waits.get(1)).isBetween(Duration.ofSeconds(3), Duration.ofMillis(4500));
	}

	@Test
	void doesNotWaitForeverBecauseSomebodySaysSo() {
		this.delivery.backend((request) -> new OtlpAnswer.TryLater("answered 503", Duration.ofDays(400)));
		this.delivery.end(1);
		this.delivery.pass(Duration.ofSeconds(1));
		this.delivery.backend((request) -> OtlpAnswer.Accepted.ALL);
		this.delivery.pass(Duration.ofMinutes(7));
		assertThat(this.delivery.counts().delivered()).isEqualTo(1);
	}

	@Test
	void hasSeveralRequestsUnderWayWhenTheRoundTripIsLong() {
		this.delivery.roundTrip(Duration.ofMillis(200));
		secondsAtRate(20, 20_000);
		this.delivery.pass(Duration.ofSeconds(1));
		assertThat(this.delivery.mostUnderWay()).isEqualTo(8);
		assertThat(this.delivery.counts().queued()).isZero();
		assertThat(this.delivery.counts().droppedInAll()).isZero();
	}

	@Test
	void dropsTheOldestWhenMoreWaitsThanMay() {
		VirtualDelivery small = new VirtualDelivery(settings(1 << 20, Duration.ofMinutes(15)));
		small.backend((request) -> DOWN);
		for (int i = 0; i < 600; i++) {
			small.end(100);
			small.pass(Duration.ofMillis(100));
		}
		assertThat(small.mostMemory()).isLessThanOrEqualTo(1 << 20);
		assertThat(small.dropped(DropReason.QUEUE_FULL)).isPositive().isEqualTo(small.counts().droppedInAll());
		small.backend((request) -> OtlpAnswer.Accepted.ALL);
		small.pass(Duration.ofSeconds(15));
		assertThat(small.taken()).hasSize((int) (60_000 - small.dropped(DropReason.QUEUE_FULL)));
		long late = small.taken()
			.stream()
			.filter((name) -> Integer.parseInt(name.substring(5)) >= 60_000 - small.taken().size())
			.count();
		// What arrived is what ended last, but for a request that was under way.
		assertThat(small.taken().size() - late).isLessThanOrEqualTo(512);
	}

	@Test
	void givesUpWhatIsTooOld() {
		VirtualDelivery impatient = new VirtualDelivery(settings(64 << 20, Duration.ofMinutes(1)));
		impatient.backend((request) -> DOWN);
		impatient.end(10);
		impatient.pass(Duration.ofSeconds(50));
		impatient.end(7);
		impatient.pass(Duration.ofSeconds(20));
		assertThat(impatient.dropped(DropReason.EXPIRED)).isEqualTo(10);
		impatient.backend((request) -> OtlpAnswer.Accepted.ALL);
		impatient.pass(Duration.ofSeconds(15));
		assertThat(impatient.counts().delivered()).isEqualTo(7);
	}

	@Test
	void deliversAfterTheCredentialWasMended() {
		this.delivery.backend((request) -> new OtlpAnswer.Refused("answered 401"));
		secondsAtRate(120, 10);
		this.delivery.backend((request) -> OtlpAnswer.Accepted.ALL);
		this.delivery.pass(Duration.ofSeconds(31));
		assertThat(this.delivery.counts().delivered()).isEqualTo(1200);
	}

	@Test
	void shortensTheOneSpanThatIsTooLarge() {
		this.delivery.backend((request) -> (request.bytes() > 50_000) ? new OtlpAnswer.TooLarge("answered 413")
				: OtlpAnswer.Accepted.ALL);
		this.delivery.end(249);
		this.delivery.end("large", "x".repeat(5_000_000));
		this.delivery.end(250);
		this.delivery.pass(Duration.ofSeconds(2));
		assertThat(this.delivery.counts().delivered()).isEqualTo(500);
		assertThat(this.delivery.requests()).filteredOn((request) -> request.has("large"))
			.last()
			.satisfies((request) -> assertThat(request.spans().get(0).getAttributes(0).getValue().getStringValue())
				.endsWith("x… [truncated, 5000000 characters]"));
	}

	@Test
	void dropsASpanThatIsTooLargeEvenShortened() {
		this.delivery.backend(
				(request) -> request.has("large") ? new OtlpAnswer.TooLarge("answered 413") : OtlpAnswer.Accepted.ALL);
		this.delivery.end(20);
		this.delivery.end("large", "x".repeat(100_000));
		this.delivery.end(20);
		this.delivery.pass(Duration.ofSeconds(2));
		assertThat(this.delivery.counts().delivered()).isEqualTo(40);
		assertThat(this.delivery.dropped(DropReason.TOO_LARGE)).isEqualTo(1);
	}

	@Test
	void dropsTheOneSpanThatTheBackendFindsFaulty() {
		this.delivery.backend(
				(request) -> request.has("faulty") ? new OtlpAnswer.Invalid("answered 400") : OtlpAnswer.Accepted.ALL);
		this.delivery.end(300);
		this.delivery.end("faulty", "");
		this.delivery.end(211);
		this.delivery.pass(Duration.ofSeconds(2));
		assertThat(this.delivery.counts().delivered()).isEqualTo(511);
		assertThat(this.delivery.dropped(DropReason.REJECTED)).isEqualTo(1);
	}

	@Test
	void keepsEverythingWhenTheBackendFindsFaultWithEverything() {
		this.delivery.backend((request) -> new OtlpAnswer.Invalid("answered 400"));
		secondsAtRate(60, 100);
		assertThat(this.delivery.requests().size()).isLessThan(64 + 20);
		assertThat(this.delivery.counts().droppedInAll()).isZero();
		this.delivery.backend((request) -> OtlpAnswer.Accepted.ALL);
		this.delivery.pass(Duration.ofSeconds(31));
		assertThat(this.delivery.counts().delivered()).isEqualTo(6_000);
	}

	@Test
	void aSpanThatMakesTheBackendFailHoldsUpNoOther() {
		this.delivery.backend((request) -> request.has("poison") ? new OtlpAnswer.TryLater("answered 500", null)
				: OtlpAnswer.Accepted.ALL);
		this.delivery.end(100);
		this.delivery.end("poison", "");
		secondsAtRate(120, 100);
		assertThat(this.delivery.taken()).hasSizeGreaterThan(12_100 - 512);
	}

	@Test
	void aSpanThatTheBackendWantsToHaveLaterHoldsUpNoOther() {
		this.delivery.backend((request) -> request.has("poison")
				? new OtlpAnswer.TryLater("answered 503", Duration.ofSeconds(30)) : OtlpAnswer.Accepted.ALL);
		this.delivery.end("poison", "");
		secondsAtRate(600, 10);
		assertThat(this.delivery.taken()).hasSizeGreaterThan(5_000);
	}

	@Test
	void aSpanThatIsRefusedHoldsUpNoOther() {
		this.delivery.backend((request) -> new OtlpAnswer.Refused("answered 401"));
		this.delivery.end("poison", "");
		secondsAtRate(120, 10);
		this.delivery.backend(
				(request) -> request.has("poison") ? new OtlpAnswer.Refused("answered 403") : OtlpAnswer.Accepted.ALL);
		secondsAtRate(240, 10);
		assertThat(this.delivery.taken()).hasSizeGreaterThan(3_400);
	}

	@Test
	void manyFaultySpansHoldUpNoOther() {
		this.delivery.backend((request) -> request.names().stream().anyMatch((name) -> name.startsWith("faulty"))
				? new OtlpAnswer.Invalid("answered 400") : OtlpAnswer.Accepted.ALL);
		for (int i = 0; i < 60; i++) {
			this.delivery.end("faulty " + i, "");
		}
		secondsAtRate(120, 100);
		assertThat(this.delivery.taken()).hasSizeGreaterThan(11_000);
		this.delivery.pass(Duration.ofMinutes(1));
		assertThat(this.delivery.counts().delivered()).isEqualTo(12_000);
		assertThat(this.delivery.dropped(DropReason.REJECTED)).isEqualTo(60);
	}

	@Test
	void keepsEverythingWhenEverythingIsTooLarge() {
		this.delivery.backend((request) -> new OtlpAnswer.TooLarge("answered 413"));
		secondsAtRate(30, 1_000);
		assertThat(this.delivery.requests().size()).isLessThan(64 + 20);
		assertThat(this.delivery.counts().problem()).isEqualTo("answered 413 to every request");
		assertThat(this.delivery.counts().droppedInAll()).isZero();
		this.delivery.backend((request) -> OtlpAnswer.Accepted.ALL);
		this.delivery.pass(Duration.ofSeconds(31));
		assertThat(this.delivery.counts().delivered()).isEqualTo(30_000);
	}

	@Test
	void doesNotStormABackendThatIsDownAfterARequestGotThrough() {
		this.delivery.roundTrip(Duration.ofMillis(200));
		secondsAtRate(5, 5_000);
		this.delivery.backend((request) -> DOWN);
		secondsAtRate(60, 5_000);
		AtomicInteger passes = new AtomicInteger(1);
		this.delivery.backend((request) -> (passes.getAndDecrement() > 0) ? OtlpAnswer.Accepted.ALL : DOWN);
		secondsAtRate(20, 1_000);
		this.delivery.requests();
		secondsAtRate(60, 1_000);
		assertThat(this.delivery.requests().size()).isLessThan(20);
		assertThat(this.delivery.counts().problem()).isNotNull();
	}

	@Test
	void givesUpASpanThatAloneMakesTheBackendFailTimeAndAgain() {
		this.delivery.backend((request) -> request.has("poison") ? new OtlpAnswer.TryLater("answered 500", null)
				: OtlpAnswer.Accepted.ALL);
		this.delivery.end("poison", "");
		secondsAtRate(600, 10);
		assertThat(this.delivery.dropped(DropReason.REJECTED)).isEqualTo(1);
		assertThat(this.delivery.counts().delivered()).isGreaterThan(5_990);
	}

	@Test
	void aFlushDoesNotOverrideWhatTheBackendAsksFor() {
		this.delivery.backend((request) -> new OtlpAnswer.TryLater("answered 429", Duration.ofMinutes(1)));
		for (int i = 0; i < 30; i++) {
			this.delivery.end(1);
			this.delivery.flush(Duration.ofSeconds(30));
			this.delivery.pass(Duration.ofSeconds(1));
		}
		assertThat(this.delivery.requests()).hasSize(1);
	}

	@Test
	void countsWhatTheBackendHasRejected() {
		this.delivery.backend((request) -> new OtlpAnswer.Accepted(2, "too old"));
		this.delivery.end(10);
		this.delivery.pass(Duration.ofMinutes(1));
		assertThat(this.delivery.requests()).hasSize(1);
		assertThat(this.delivery.counts().delivered()).isEqualTo(8);
		assertThat(this.delivery.dropped(DropReason.REJECTED)).isEqualTo(2);
	}

	@Test
	void believesNoBackendThatRejectsMoreThanItGot() {
		this.delivery.backend((request) -> new OtlpAnswer.Accepted(1_000, ""));
		this.delivery.end(10);
		this.delivery.pass(Duration.ofSeconds(1));
		assertThat(this.delivery.dropped(DropReason.REJECTED)).isEqualTo(10);
		assertThat(this.delivery.counts().queued()).isZero();
	}

	@Test
	void losesTheOneSpanThatCannotBeEncoded() {
		VirtualDelivery failing = new VirtualDelivery(DeliverySettings.DEFAULT, (span) -> {
			if (span.getName().equals("span 7")) {
				throw new StackOverflowError("by the rewrite");
			}
			return span;
		});
		failing.end(20);
		failing.pass(Duration.ofSeconds(1));
		assertThat(failing.counts().delivered()).isEqualTo(19);
		assertThat(failing.dropped(DropReason.FAILED)).isEqualTo(1);
	}

	@Test
	void aFlushDoesNotWaitForWhatEndsLater() {
		this.delivery.roundTrip(Duration.ofMillis(100));
		this.delivery.end(5);
		CompletableFuture<FlushResult> flush = this.delivery.flush(Duration.ofSeconds(30));
		this.delivery.end(3);
		this.delivery.pass(Duration.ofMillis(101));
		assertThat(flush).isCompletedWithValue(new FlushResult("virtual", 5, 0, 0));
	}

	@Test
	void aFlushOfNothingIsDone() {
		CompletableFuture<FlushResult> flush = this.delivery.flush(Duration.ofSeconds(30));
		this.delivery.pass(Duration.ofMillis(1));
		assertThat(flush).isCompletedWithValue(new FlushResult("virtual", 0, 0, 0));
	}

	@Test
	void aFlushTriesABackendThatWasDown() {
		this.delivery.backend((request) -> DOWN);
		secondsAtRate(60, 1);
		this.delivery.backend((request) -> OtlpAnswer.Accepted.ALL);
		this.delivery.pass(Duration.ofMillis(1_100));
		CompletableFuture<FlushResult> flush = this.delivery.flush(Duration.ofSeconds(30));
		this.delivery.pass(Duration.ofSeconds(2));
		assertThat(flush).isCompletedWithValueMatching(FlushResult::isComplete);
	}

	@Test
	void aFlushTellsWhatStillWaits() {
		this.delivery.backend((request) -> DOWN);
		this.delivery.end(5);
		CompletableFuture<FlushResult> flush = this.delivery.flush(Duration.ofSeconds(2));
		this.delivery.pass(Duration.ofMillis(1_990));
		assertThat(flush).isNotDone();
		this.delivery.pass(Duration.ofMillis(20));
		assertThat(flush).isCompletedWithValue(new FlushResult("virtual", 0, 0, 5));
	}

	@Test
	void manyFlushesDoNotHammerABackendThatIsDown() {
		this.delivery.backend((request) -> DOWN);
		for (int i = 0; i < 1_000; i++) {
			this.delivery.end(1);
			this.delivery.flush(Duration.ofSeconds(30));
			this.delivery.pass(Duration.ofMillis(10));
		}
		assertThat(this.delivery.requests().size()).isLessThan(8 + 12);
	}

	private void secondsAtRate(int seconds, int spansPerSecond) {
		for (int i = 0; i < seconds * 10; i++) {
			this.delivery.end(spansPerSecond / 10 + ((i % 10 < spansPerSecond % 10) ? 1 : 0));
			this.delivery.pass(Duration.ofMillis(100));
		}
	}

	private static DeliverySettings settings(long maxQueueBytes, Duration maxElapsed) {
		DeliverySettings usual = DeliverySettings.DEFAULT;
		return new DeliverySettings(usual.scheduleDelay(), maxQueueBytes, maxElapsed, usual.shutdownTimeout(),
				usual.maxTextLength(), null);
	}

	private static List<Duration> waits(List<Request> requests) {
		List<Duration> waits = new ArrayList<>();
		for (int i = 1; i < requests.size(); i++) {
			waits.add(requests.get(i).at().minus(requests.get(i - 1).at()));
		}
		return waits;
	}

}
