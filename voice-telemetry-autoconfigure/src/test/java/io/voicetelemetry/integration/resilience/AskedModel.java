package io.voicetelemetry.integration.resilience;

import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.github.resilience4j.retry.annotation.Retry;
import io.voicetelemetry.annotation.TracedLlmCall;
import io.voicetelemetry.integration.resilience.ModelClient.Piece;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.resilience.annotation.Retryable;

/**
 * A model that answers in each of the ways in which an answer may come, and what may
 * stand around it.
 */
interface AskedModel {

	Piece value() throws InterruptedException;

	CompletableFuture<Piece> future();

	Mono<Piece> mono();

	Flux<Piece> flux();

	Stream<Piece> stream() throws InterruptedException;

	Iterator<Piece> iterator() throws InterruptedException;

	/**
	 * Asks another.
	 */
	abstract class Asking implements AskedModel {

		private final AskedModel model;

		Asking(AskedModel model) {
			this.model = model;
		}

		@Override
		public Piece value() throws InterruptedException {
			return this.model.value();
		}

		@Override
		public CompletableFuture<Piece> future() {
			return this.model.future();
		}

		@Override
		public Mono<Piece> mono() {
			return this.model.mono();
		}

		@Override
		public Flux<Piece> flux() {
			return this.model.flux();
		}

		@Override
		public Stream<Piece> stream() throws InterruptedException {
			return this.model.stream();
		}

		@Override
		public Iterator<Piece> iterator() throws InterruptedException {
			return this.model.iterator();
		}

	}

	/**
	 * Traces, and tries nothing again.
	 */
	class TracedOnly extends Asking {

		TracedOnly(AskedModel model) {
			super(model);
		}

		@Override
		@TracedLlmCall(provider = "openai", model = "gpt-4o")
		public Piece value() throws InterruptedException {
			return super.value();
		}

		@Override
		@TracedLlmCall(provider = "openai", model = "gpt-4o")
		public CompletableFuture<Piece> future() {
			return super.future();
		}

		@Override
		@TracedLlmCall(provider = "openai", model = "gpt-4o")
		public Mono<Piece> mono() {
			return super.mono();
		}

		@Override
		@TracedLlmCall(provider = "openai", model = "gpt-4o")
		public Flux<Piece> flux() {
			return super.flux();
		}

		@Override
		@TracedLlmCall(provider = "openai", model = "gpt-4o")
		public Stream<Piece> stream() throws InterruptedException {
			return super.stream();
		}

		@Override
		@TracedLlmCall(provider = "openai", model = "gpt-4o")
		public Iterator<Piece> iterator() throws InterruptedException {
			return super.iterator();
		}

	}

	/**
	 * Tries again as Spring does.
	 */
	@Retryable(maxRetries = 2, delay = 5, excludes = InterruptedException.class)
	class RetriedBySpring extends Asking {

		RetriedBySpring(AskedModel model) {
			super(model);
		}

	}

	/**
	 * Traces what is tried again as Spring does.
	 */
	@Retryable(maxRetries = 2, delay = 5, excludes = InterruptedException.class)
	class TracedAndRetriedBySpring extends TracedOnly {

		TracedAndRetriedBySpring(AskedModel model) {
			super(model);
		}

	}

	/**
	 * Tries again as Resilience4j does.
	 */
	class RetriedByResilience4j extends Asking {

		RetriedByResilience4j(AskedModel model) {
			super(model);
		}

		@Override
		@Retry(name = "model")
		public Piece value() throws InterruptedException {
			return super.value();
		}

		@Override
		@Retry(name = "model")
		public CompletableFuture<Piece> future() {
			return super.future();
		}

		@Override
		@Retry(name = "model")
		public Mono<Piece> mono() {
			return super.mono();
		}

		@Override
		@Retry(name = "model")
		public Flux<Piece> flux() {
			return super.flux();
		}

		@Override
		@Retry(name = "model")
		public Stream<Piece> stream() throws InterruptedException {
			return super.stream();
		}

		@Override
		@Retry(name = "model")
		public Iterator<Piece> iterator() throws InterruptedException {
			return super.iterator();
		}

	}

	/**
	 * Traces what is tried again as Resilience4j does.
	 */
	class TracedAndRetriedByResilience4j extends Asking {

		TracedAndRetriedByResilience4j(AskedModel model) {
			super(model);
		}

		@Override
		@TracedLlmCall(provider = "openai", model = "gpt-4o")
		@Retry(name = "model")
		public Piece value() throws InterruptedException {
			return super.value();
		}

		@Override
		@TracedLlmCall(provider = "openai", model = "gpt-4o")
		@Retry(name = "model")
		public CompletableFuture<Piece> future() {
			return super.future();
		}

		@Override
		@TracedLlmCall(provider = "openai", model = "gpt-4o")
		@Retry(name = "model")
		public Mono<Piece> mono() {
			return super.mono();
		}

		@Override
		@TracedLlmCall(provider = "openai", model = "gpt-4o")
		@Retry(name = "model")
		public Flux<Piece> flux() {
			return super.flux();
		}

		@Override
		@TracedLlmCall(provider = "openai", model = "gpt-4o")
		@Retry(name = "model")
		public Stream<Piece> stream() throws InterruptedException {
			return super.stream();
		}

		@Override
		@TracedLlmCall(provider = "openai", model = "gpt-4o")
		@Retry(name = "model")
		public Iterator<Piece> iterator() throws InterruptedException {
			return super.iterator();
		}

	}

}
