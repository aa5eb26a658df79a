package io.voicetelemetry.integration.bedrock;

import io.voicetelemetry.session.ChunkReader;
import io.voicetelemetry.session.ResultReader;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;

/**
 * Readers of what the AWS SDK's client of Amazon Bedrock returns.
 *
 * @since 0.1
 */
public final class BedrockReaders {

	static final String PROVIDER = "aws.bedrock";

	private BedrockReaders() {
	}

	/**
	 * A reader of answers of the Converse API.
	 * @return the reader
	 */
	public static ResultReader<ConverseResponse> converse() {
		return ResultReader.ofLlm(ConverseResponse.class, ConverseResult::new);
	}

	/**
	 * A reader of streamed answers of the Converse API.
	 * @return the reader
	 */
	public static ChunkReader<ConverseStreamOutput> converseStream() {
		return new ConverseStreamReader();
	}

}
