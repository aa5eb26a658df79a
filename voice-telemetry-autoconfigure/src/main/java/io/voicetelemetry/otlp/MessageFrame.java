package io.voicetelemetry.otlp;

/**
 * What a message has before and after its repeated field.
 *
 * @param before the fields before
 * @param after the fields after
 */
record MessageFrame(byte[] before, byte[] after) {

	/**
	 * The frame of a message.
	 * @param fields of the message
	 * @param repeated the number of the repeated field
	 */
	static MessageFrame of(ProtobufFields fields, int repeated) {
		ProtobufOutput before = new ProtobufOutput(256);
		ProtobufOutput after = new ProtobufOutput(64);
		ProtobufOutput out = before;
		while (fields.next()) {
			if (fields.number() == repeated) {
				out = after;
			}
			else {
				fields.copyTo(out);
			}
		}
		return new MessageFrame(before.toByteArray(), after.toByteArray());
	}

}
