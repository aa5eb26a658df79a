package io.voicetelemetry.sample.web;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;

/**
 * Serves calls at {@code /call}.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
class CallSocketConfiguration implements WebSocketConfigurer {

	private final CallSocketHandler handler;

	CallSocketConfiguration(CallSocketHandler handler) {
		this.handler = handler;
	}

	@Override
	public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
		registry.addHandler(this.handler, "/call");
	}

}
