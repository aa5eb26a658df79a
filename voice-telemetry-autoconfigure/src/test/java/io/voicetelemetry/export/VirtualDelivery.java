package io.voicetelemetry.export;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.voicetelemetry.otlp.OtlpAnswer;
import io.voicetelemetry.otlp.OtlpTransport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A delivery in virtual time. Its backend is a function; that real ones answer as
 * functions of this kind do is tested where requests are sent.
 */
final class VirtualDelivery {

	private static final long START = 1_000_000_000_000L;

	private final PriorityQueue<Exchange> underWay = new PriorityQueue<>(
			(one, other) -> Long.compare(one.answeredAt(), other.answeredAt()));

	private final Queue<Request> requests = new ArrayDeque<>();

	private final IncomingSpans incoming;

	private final DeliveryAccount account = new DeliveryAccount();

	private final Delivery delivery;

	private final Set<String> taken = new HashSet<>();

	private long now = START;

	private long spans;

	private long mostMemory;

	private int mostUnderWay;

	private Function<Request, OtlpAnswer> backend = (request) -> OtlpAnswer.Accepted.ALL;

	private Duration roundTrip = Duration.ofMillis(5);

	VirtualDelivery(DeliverySettings settings) {
		this(settings, UnaryOperator.identity());
	}

	VirtualDelivery(DeliverySettings settings, UnaryOperator<SpanData> rewrite) {
		DeliveryLog log = new DeliveryLog("virtual", settings.describeBudget(false));
		this.incoming = new IncomingSpans(settings.maxQueueBytes());
		RequestFactory requests = new RequestFactory(rewrite, settings.maxTextLength());
		Intake intake = new Intake(this.incoming, requests, this.account, log, () -> this.now,
				settings.maxElapsed().toNanos());
		this.delivery = new Delivery(settings, intake, new Transport(), BatchStore.MEMORY, new OpenSpans(requests, log),
				this.account, log, () -> this.now, () -> {
				});
	}

	/** How the backend answers from now on. */
	void backend(Function<Request, OtlpAnswer> backend) {
		this.backend = backend;
	}

	void roundTrip(Duration roundTrip) {
		this.roundTrip = roundTrip;
	}

	/** Spans end, named by their number. */
	void end(int spans) {
		for (int i = 0; i < spans; i++) {
			end("span " + this.spans, "");
		}
	}

	void end(String name, String text) {
		SpanData span = TestSpanData.builder()
			.setName(name)
			.setKind(SpanKind.INTERNAL)
			.setSpanContext(SpanContext.create(TraceId.fromLongs(1, 2), SpanId.fromLong(++this.spans),
					TraceFlags.getSampled(), TraceState.getDefault()))
			.setAttributes(Attributes.of(AttributeKey.stringKey("text"), text))
			.setStatus(StatusData.unset())
			.setStartEpochNanos(this.now)
			.setEndEpochNanos(this.now + 1)
			.setHasEnded(true)
			.build();
		this.account.accepted(1);
		int gone = this.incoming.add(new EndedSpan(span, 600 + text.length()));
		this.account.dropped(DropReason.QUEUE_FULL, gone);
	}

	/** Lets time pass. */
	void pass(Duration duration) {
		long end = this.now + duration.toNanos();
		while (this.now < end) {
			long next = step();
			Exchange answered = this.underWay.peek();
			if (answered != null) {
				next = Math.min(next, answered.answeredAt());
			}
			this.now = Math.min(Math.max(next, this.now), end);
			while (!this.underWay.isEmpty() && this.underWay.peek().answeredAt() <= this.now) {
				answer(this.underWay.remove());
			}
		}
		step();
	}

	private long step() {
		long next = this.delivery.step();
		this.mostMemory = Math.max(this.mostMemory, counts().queuedBytes());
		DeliveryCounts counts = counts();
		assertThat(counts.accepted()).isEqualTo(this.spans);
		assertThat(counts.queued()).as("what waits is what was neither delivered nor dropped")
			.isEqualTo(this.delivery.waiting() + this.incoming.size());
		return next;
	}

	private void answer(Exchange exchange) {
		OtlpAnswer answer = this.backend.apply(exchange.request());
		if (answer instanceof OtlpAnswer.Accepted) {
			exchange.request().names().forEach((name) -> assertThat(this.taken.add(name)).as(name).isTrue());
		}
		exchange.result().complete(answer);
	}

	/** Begins to flush; time must pass for the rest. */
	CompletableFuture<FlushResult> flush(Duration timeout) {
		Flush flush = new Flush("virtual", this.now + timeout.toNanos());
		this.delivery.begin(flush);
		return flush.result();
	}

	DeliveryCounts counts() {
		return this.account.counts("virtual", this.incoming.bytes() + this.delivery.memory());
	}

	long dropped(DropReason reason) {
		return counts().dropped().getOrDefault(reason, 0L);
	}

	/** The names of the spans that the backend has. */
	Set<String> taken() {
		return this.taken;
	}

	/** The requests since this was asked last. */
	List<Request> requests() {
		List<Request> requests = new ArrayList<>(this.requests);
		this.requests.clear();
		return requests;
	}

	long mostMemory() {
		return this.mostMemory;
	}

	int mostUnderWay() {
		return this.mostUnderWay;
	}

	/**
	 * A request as the backend sees it.
	 *
	 * @param at when it was sent, since the start
	 * @param bytes how long it is
	 * @param spans what is in it
	 */
	record Request(Duration at, int bytes, List<Span> spans) {

		List<String> names() {
			return this.spans.stream().map(Span::getName).toList();
		}

		boolean has(String name) {
			return names().contains(name);
		}

	}

	private record Exchange(Request request, long answeredAt, CompletableFuture<OtlpAnswer> result) {
	}

	private final class Transport implements OtlpTransport {

		@Override
		public CompletableFuture<OtlpAnswer> send(byte[] bytes) {
			Request request = new Request(Duration.ofNanos(VirtualDelivery.this.now - START), bytes.length,
					decode(bytes));
			VirtualDelivery.this.requests.add(request);
			Exchange exchange = new Exchange(request,
					VirtualDelivery.this.now + VirtualDelivery.this.roundTrip.toNanos(), new CompletableFuture<>());
			VirtualDelivery.this.underWay.add(exchange);
			VirtualDelivery.this.mostUnderWay = Math.max(VirtualDelivery.this.mostUnderWay,
					VirtualDelivery.this.underWay.size());
			return exchange.result();
		}

		private static List<Span> decode(byte[] bytes) {
			List<Span> spans = new ArrayList<>();
			try {
				ExportTraceServiceRequest.parseFrom(bytes)
					.getResourceSpansList()
					.forEach((resource) -> resource.getScopeSpansList()
						.forEach((scope) -> spans.addAll(scope.getSpansList())));
			}
			catch (InvalidProtocolBufferException ex) {
				throw new AssertionError("Not a request", ex);
			}
			return spans;
		}

		@Override
		public void close() {
		}

	}

}
