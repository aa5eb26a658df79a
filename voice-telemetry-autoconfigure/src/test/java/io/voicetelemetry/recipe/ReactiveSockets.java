package io.voicetelemetry.recipe;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;

/**
 * Lets a handler of Spring's for servlets take the connections of WebFlux, whose
 * handshake is a request that stays open as long as the connection does.
 */
final class ReactiveSockets implements WebSocketHandler {

	private final org.springframework.web.socket.WebSocketHandler handler;

	ReactiveSockets(org.springframework.web.socket.WebSocketHandler handler) {
		this.handler = handler;
	}

	@Override
	public Mono<Void> handle(WebSocketSession connection) {
		Sinks.Many<String> sent = Sinks.many().unicast().onBackpressureBuffer();
		org.springframework.web.socket.WebSocketSession socket = socket(connection, sent);
		Mono<Void> received = connection.receive()
			.map(WebSocketMessage::getPayloadAsText)
			.doOnNext((text) -> handle(socket, text))
			.then();
		Mono<Void> sending = connection.send(sent.asFlux().map(connection::textMessage));
		connection.closeStatus()
			.map((status) -> new CloseStatus(status.getCode()))
			.defaultIfEmpty(CloseStatus.NO_CLOSE_FRAME)
			.subscribe((status) -> closed(socket, status));
		return Mono.firstWithSignal(received, sending);
	}

	private void handle(org.springframework.web.socket.WebSocketSession socket, String text) {
		try {
			this.handler.handleMessage(socket, new TextMessage(text));
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void closed(org.springframework.web.socket.WebSocketSession socket, CloseStatus status) {
		try {
			this.handler.afterConnectionClosed(socket, status);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What a handler needs of a connection.
	 */
	private static org.springframework.web.socket.WebSocketSession socket(WebSocketSession connection,
			Sinks.Many<String> sent) {
		Map<String, Object> attributes = new ConcurrentHashMap<>();
		return (org.springframework.web.socket.WebSocketSession) Proxy.newProxyInstance(
				ReactiveSockets.class.getClassLoader(),
				new Class<?>[] { org.springframework.web.socket.WebSocketSession.class },
				(proxy, method, arguments) -> switch (method.getName()) {
					case "getAttributes" -> attributes;
					case "getId", "toString" -> connection.getId();
					case "isOpen" -> connection.isOpen();
					case "sendMessage" -> {
						sent.emitNext(((TextMessage) arguments[0]).getPayload(), Sinks.EmitFailureHandler.FAIL_FAST);
						yield null;
					}
					default -> throw new UnsupportedOperationException(method.getName());
				});
	}

}
