package io.voicetelemetry.otlp;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.MessageWriter;
import org.jspecify.annotations.Nullable;

/**
 * OTLP over gRPC, sent by a sender of OpenTelemetry that the application has on its class
 * path: the JDK's client cannot read how a gRPC call has ended.
 *
 * @since 0.1
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlpgrpc">OTLP/gRPC</a>
 */
public final class GrpcTransport implements OtlpTransport {

	/** The library that has a sender. */
	public static final String LIBRARY = "io.opentelemetry:opentelemetry-exporter-sender-okhttp";

	private final OtlpDestination destination;

	private final GrpcSender sender;

	private final Set<CompletableFuture<OtlpAnswer>> underWay = ConcurrentHashMap.newKeySet();

	private GrpcTransport(OtlpDestination destination, GrpcSender sender) {
		this.destination = destination;
		this.sender = sender;
	}

	/**
	 * A transport.
	 * @param destination where to send to; the path of its endpoint is of no account
	 * @return the transport, or {@code null} if there is nothing to send with: then
	 * {@link #LIBRARY} has to be added
	 */
	public static @Nullable GrpcTransport create(OtlpDestination destination) {
		return create(destination, ServiceLoader.load(GrpcSenderProvider.class, GrpcTransport.class.getClassLoader()));
	}

	static @Nullable GrpcTransport create(OtlpDestination destination, Iterable<GrpcSenderProvider> providers) {
		GrpcSettings settings = new GrpcSettings(destination);
		for (Iterator<GrpcSenderProvider> each = providers.iterator(); each.hasNext();) {
			try {
				return new GrpcTransport(destination, each.next().createSender(settings));
			}
			catch (RuntimeException | LinkageError | ServiceConfigurationError ex) {
				// It is not whole, or takes the settings of OpenTelemetry's own exporter
				// alone, as the one for managed channels does.
			}
		}
		return null;
	}

	@Override
	public CompletableFuture<OtlpAnswer> send(byte[] request) {
		CompletableFuture<OtlpAnswer> answer = new CompletableFuture<>();
		this.underWay.add(answer);
		try {
			this.sender.send(new Message(request), (response) -> answer.complete(GrpcAnswer.read(response)),
					(error) -> answer.complete(FailedExchange.read(error, this.destination.timeout())));
		}
		catch (RuntimeException ex) {
			answer.complete(FailedExchange.read(ex, this.destination.timeout()));
		}
		return answer.orTimeout(this.destination.timeout().toNanos(), TimeUnit.NANOSECONDS)
			.exceptionally((error) -> FailedExchange.read(error, this.destination.timeout()))
			.whenComplete((read, error) -> this.underWay.remove(answer));
	}

	@Override
	public void close() {
		this.sender.shutdown();
		this.underWay.forEach((answer) -> answer.complete(new OtlpAnswer.TryLater("broke off: closed", null)));
	}

	@Override
	public String toString() {
		return this.destination.toString();
	}

	/**
	 * An encoded request. A sender that follows redirects, as OkHttp's does, would write
	 * it a second time, to a host that nobody has chosen.
	 */
	private static final class Message implements MessageWriter {

		private final byte[] request;

		private final AtomicBoolean written = new AtomicBoolean();

		private Message(byte[] request) {
			this.request = request;
		}

		@Override
		public void writeMessage(OutputStream out) throws IOException {
			if (this.written.getAndSet(true)) {
				throw new IOException("a redirect or a second try, which is not followed");
			}
			out.write(this.request);
		}

		@Override
		public int getContentLength() {
			return this.request.length;
		}

	}

}
