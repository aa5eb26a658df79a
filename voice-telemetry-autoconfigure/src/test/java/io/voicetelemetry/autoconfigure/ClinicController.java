package io.voicetelemetry.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls that are taken, and work that is done, inside an open HTTP request.
 */
@RestController
class ClinicController {

	static final String REMOTE_TRACE = "0af7651916cd43dd8448eb211c80319c";

	static final String SAMPLED = "00-" + REMOTE_TRACE + "-b7ad6b7169203331-01";

	static final String UNSAMPLED = "00-" + REMOTE_TRACE + "-b7ad6b7169203331-00";

	/** The application that it is of. */
	static final List<Class<?>> APPLICATION = List.of(ClinicAgent.class, ClinicController.class, TracedBean.class);

	private final ClinicAgent.PhoneLine line;

	private final TracedBean bean;

	ClinicController(ClinicAgent.PhoneLine line, TracedBean bean) {
		this.line = line;
		this.bean = bean;
	}

	@GetMapping("/call")
	String call() {
		this.line.take(ExpectedCall.ID, ExpectedCall.CALLER);
		return "over";
	}

	@GetMapping("/work")
	String work() {
		return this.bean.work();
	}

	/**
	 * Asks a running application, by hand: the OpenTelemetry Java agent would put a trace
	 * of its own on the request of any client that it knows.
	 * @param traceparent what the caller says of its trace; empty for nothing
	 */
	static void get(ConfigurableApplicationContext context, String path, String traceparent) {
		String header = traceparent.isEmpty() ? "" : "traceparent: " + traceparent + "\r\n";
		String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + header + "\r\n";
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), TestApplication.portOf(context))) {
			socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
			String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
			assertThat(response).startsWith("HTTP/1.1 200 ");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
