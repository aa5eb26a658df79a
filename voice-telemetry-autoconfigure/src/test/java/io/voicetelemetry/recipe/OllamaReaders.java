package io.voicetelemetry.recipe;

import io.voicetelemetry.session.ChunkReader;
import io.voicetelemetry.session.ResultReader;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class OllamaReaders {

	@Bean
	ResultReader<OllamaChat> ollamaReader() {
		return ResultReader.ofLlm(OllamaChat.class, OllamaAnswer::new);
	}

	@Bean
	ChunkReader<OllamaChat> ollamaStreamReader() {
		return new OllamaStreamReader();
	}

}
