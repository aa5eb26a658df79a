package io.voicetelemetry.aop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.voicetelemetry.annotation.TracedLlmCall;
import org.reactivestreams.Publisher;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A model that answers in every way that can be subscribed to.
 */
class StreamedTypes {

	@TracedLlmCall
	Flux<Piece> flux(Flux<Piece> source) {
		return source;
	}

	@TracedLlmCall
	Flux<Piece> unfusedFlux(Flux<Piece> source) {
		return source.hide();
	}

	@TracedLlmCall
	Mono<Piece> mono(Flux<Piece> source) {
		return source.next();
	}

	@TracedLlmCall
	Mono<Piece> unfusedMono(Flux<Piece> source) {
		return source.next().hide();
	}

	@TracedLlmCall
	Publisher<Piece> publisherOfReactor(Flux<Piece> source) {
		return source;
	}

	@TracedLlmCall
	Publisher<Piece> publisher(Flux<Piece> source) {
		return source::subscribe;
	}

	@TracedLlmCall
	Publisher<Piece> publisherOfNobody(Flux<Piece> source) {
		return source::subscribe;
	}

	@TracedLlmCall
	Flow.Publisher<Piece> flowPublisher(Flux<Piece> source) {
		return JdkFlowAdapter.publisherToFlowPublisher(source);
	}

	@TracedLlmCall
	Flowable<Piece> flowable(Flux<Piece> source) {
		return Flowable.fromPublisher(source);
	}

	@TracedLlmCall
	Observable<Piece> observable(Flux<Piece> source) {
		return Observable.fromPublisher(source);
	}

	@TracedLlmCall
	Single<Piece> single(Flux<Piece> source) {
		return Flowable.fromPublisher(source).firstOrError();
	}

	@TracedLlmCall
	Maybe<Piece> maybe(Flux<Piece> source) {
		return Flowable.fromPublisher(source).firstElement();
	}

	@TracedLlmCall
	Completable completable(Flux<Piece> source) {
		return Completable.fromPublisher(source);
	}

	@TracedLlmCall
	CompletionStage<Piece> completionStage(Flux<Piece> source) {
		return source.next().toFuture();
	}

	@TracedLlmCall
	CompletableFuture<Piece> completableFuture(Flux<Piece> source) {
		return source.next().toFuture();
	}

}
