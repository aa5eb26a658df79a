package io.voicetelemetry.autoconfigure;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import javax.net.ssl.SSLContext;

import io.voicetelemetry.otlp.OtlpAnswer;
import io.voicetelemetry.otlp.OtlpTransport;

/**
 * A transport whose certificates may be renewed while it is used.
 */
final class RenewableTransport implements OtlpTransport {

	private final Function<SSLContext, OtlpTransport> create;

	private volatile OtlpTransport current;

	RenewableTransport(Function<SSLContext, OtlpTransport> create, SSLContext ssl) {
		this.create = create;
		this.current = create.apply(ssl);
	}

	/**
	 * Lets what is sent from now on be secured anew. What is under way is not broken off.
	 */
	void renew(SSLContext ssl) {
		this.current = this.create.apply(ssl);
	}

	@Override
	public CompletableFuture<OtlpAnswer> send(byte[] request) {
		return this.current.send(request);
	}

	@Override
	public void close() {
		this.current.close();
	}

	@Override
	public String toString() {
		return this.current.toString();
	}

}
