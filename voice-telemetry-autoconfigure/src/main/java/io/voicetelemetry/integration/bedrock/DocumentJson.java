package io.voicetelemetry.integration.bedrock;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.voicetelemetry.content.MessageJson;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkNumber;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.document.DocumentVisitor;

/**
 * The JSON that a document was read from. What its own string form does not escape would
 * make it no JSON.
 */
final class DocumentJson implements DocumentVisitor<String> {

	private static final DocumentJson VISITOR = new DocumentJson();

	private DocumentJson() {
	}

	static @Nullable String of(@Nullable Document document) {
		return (document != null) ? document.accept(VISITOR) : null;
	}

	@Override
	public String visitNull() {
		return "null";
	}

	@Override
	public String visitBoolean(Boolean value) {
		return value.toString();
	}

	@Override
	public String visitString(String value) {
		return MessageJson.quoted(value);
	}

	@Override
	public String visitNumber(SdkNumber value) {
		return value.stringValue();
	}

	@Override
	public String visitMap(Map<String, Document> values) {
		return values.entrySet()
			.stream()
			.map((entry) -> MessageJson.quoted(entry.getKey()) + ":" + of(entry.getValue()))
			.collect(Collectors.joining(",", "{", "}"));
	}

	@Override
	public String visitList(List<Document> values) {
		return values.stream().map(DocumentJson::of).collect(Collectors.joining(",", "[", "]"));
	}

}
