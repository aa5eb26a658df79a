package io.voicetelemetry.otlp;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What an HTTP response to an OTLP request means. A status of success alone proves
 * nothing: login pages have it, too.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlphttp-response">OTLP
 * responses</a>
 */
final class HttpAnswer {

	private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

	/** As collectors, gateways and web servers say that a body is too large. */
	private static final Pattern TOO_LARGE = Pattern.compile(
			"too (large|big|long)|larger than|exceed\\w{0,5} .{0,40}(size|limit|length|bytes)|(size|body) .{0,20}limit|max\\w{0,8} .{0,20}size",
			Pattern.CASE_INSENSITIVE);

	/** As they say that there are too many of them. */
	private static final Pattern TOO_MANY = Pattern.compile(
			"\\brates?\\b|quota|too many|request limit|throttl|per (second|minute|hour)|/s\\b",
			Pattern.CASE_INSENSITIVE);

	/** As gateways say, with status 200, that it was not a success. */
	private static final Pattern JSON_FAILURE = Pattern
		.compile("\"errors?\"\\s*:\\s*[\"\\[{t]|\"success\"\\s*:\\s*false");

	private static final int ENOUGH_TO_READ = 2_048;

	private HttpAnswer() {
	}

	/**
	 * Reads a response.
	 * @param status its status
	 * @param header its headers, by name
	 * @param body its body, or the beginning of it
	 * @param now the time
	 * @return what it means
	 */
	static OtlpAnswer read(int status, Header header, byte[] body, Instant now) {
		String problem = "answered " + status;
		if (status >= 200 && status < 300) {
			return readSuccess(problem, header, body);
		}
		if (status >= 300 && status < 400) {
			return new OtlpAnswer.Refused(problem + ", a redirect" + target(header) + ", which is not followed");
		}
		return switch (status) {
			case 400, 415, 422 -> readBadRequest(problem, body);
			case 401 -> new OtlpAnswer.Refused(problem + ": authentication is refused");
			case 403 -> new OtlpAnswer.Refused(problem + ": access is refused");
			case 404, 405, 406, 407, 410, 421, 426, 431, 451, 501, 505 -> new OtlpAnswer.Refused(problem);
			case 413 -> new OtlpAnswer.TooLarge(problem);
			default -> (status < 500 && status != 408 && status != 425 && status != 429)
					? new OtlpAnswer.Refused(problem) : new OtlpAnswer.TryLater(problem, retryAfter(header, now));
		};
	}

	private static OtlpAnswer readSuccess(String problem, Header header, byte[] body) {
		if (body.length == 0) {
			return OtlpAnswer.Accepted.ALL;
		}
		String type = header.value("content-type");
		String mediaType = (type != null) ? type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT) : "";
		boolean mayBeProtobuf = mediaType.isEmpty() || mediaType.endsWith("protobuf")
				|| mediaType.equals("application/octet-stream");
		String text = new String(body, StandardCharsets.UTF_8);
		if (text.stripLeading().startsWith("{") && (mediaType.isEmpty() || mediaType.endsWith("json"))) {
			if (!text.contains("partial") && JSON_FAILURE.matcher(beginning(text)).find()) {
				return new OtlpAnswer.Refused(problem + " with JSON that tells of an error");
			}
			return PartialSuccess.inJson(text);
		}
		if (mayBeProtobuf) {
			try {
				return PartialSuccess.inProtobuf(body);
			}
			catch (IllegalArgumentException ex) {
				// It is not what it says.
			}
		}
		return new OtlpAnswer.Refused(problem + " with " + (mediaType.isEmpty() ? "something" : OneLine.of(mediaType))
				+ " that is no answer to OTLP");
	}

	/**
	 * Whether a description of a problem says that a request is too large.
	 */
	static boolean saysTooLarge(String description) {
		String text = beginning(description);
		return TOO_LARGE.matcher(text).find() && !TOO_MANY.matcher(text).find();
	}

	private static String beginning(String text) {
		return (text.length() > ENOUGH_TO_READ) ? text.substring(0, ENOUGH_TO_READ) : text;
	}

	private static OtlpAnswer readBadRequest(String problem, byte[] body) {
		String text = new String(body, StandardCharsets.UTF_8);
		return saysTooLarge(text) ? new OtlpAnswer.TooLarge(problem + ", too large") : new OtlpAnswer.Invalid(problem);
	}

	/**
	 * The host of a redirect. Its path and query may hold what is nobody's business.
	 */
	private static String target(Header header) {
		String location = header.value("location");
		try {
			String host = (location != null) ? URI.create(location).getHost() : null;
			return (host != null) ? " to " + OneLine.of(host) : "";
		}
		catch (IllegalArgumentException ex) {
			return "";
		}
	}

	/**
	 * The wait that the backend asks for. A date is compared with the backend's own, if
	 * it tells it: clocks differ.
	 */
	private static @Nullable Duration retryAfter(Header header, Instant now) {
		String value = header.value("retry-after");
		if (value == null) {
			return null;
		}
		if (SECONDS.matcher(value.strip()).matches()) {
			return Duration.ofSeconds(Long.parseLong(value.strip()));
		}
		Instant until = date(value);
		if (until == null) {
			return null;
		}
		String date = header.value("date");
		Instant there = (date != null) ? date(date) : null;
		Duration wait = Duration.between((there != null) ? there : now, until);
		return wait.isNegative() ? Duration.ZERO : wait;
	}

	private static @Nullable Instant date(String value) {
		try {
			return ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
		}
		catch (DateTimeParseException ex) {
			return null;
		}
	}

	/**
	 * The headers of a response.
	 */
	@FunctionalInterface
	interface Header {

		/**
		 * The first value of a header, or {@code null} if it is not there.
		 */
		@Nullable String value(String name);

	}

}
