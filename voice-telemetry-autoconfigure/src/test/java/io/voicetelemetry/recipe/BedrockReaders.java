package io.voicetelemetry.recipe;

import io.voicetelemetry.session.ChunkReader;
import io.voicetelemetry.session.ResultReader;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class BedrockReaders {

	@Bean
	ResultReader<ConverseResponse> converseReader() {
		return ResultReader.ofLlm(ConverseResponse.class, ConverseAnswer::new);
	}

	@Bean
	ChunkReader<ConverseStreamOutput> converseStreamReader() {
		return new ConverseStreamReader();
	}

}
