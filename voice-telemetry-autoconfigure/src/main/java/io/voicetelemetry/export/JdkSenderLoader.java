package io.voicetelemetry.export;

import java.util.List;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;

/**
 * Has the JDK's HTTP client send, also when another sender is on the class path. OkHttp's
 * comes along with OpenTelemetry's exporter unless it is excluded; it follows redirects
 * to login pages and takes them for success.
 */
final class JdkSenderLoader implements ComponentLoader {

	private static final String JDK_SENDER = "io.opentelemetry.exporter.sender.jdk.";

	private final ComponentLoader all = ComponentLoader.forClassLoader(HttpSenderProvider.class.getClassLoader());

	@Override
	public <T> Iterable<T> load(Class<T> type) {
		List<T> found = ComponentLoader.loadList(this.all, type);
		List<T> ofJdk = found.stream().filter((each) -> each.getClass().getName().startsWith(JDK_SENDER)).toList();
		return (type == HttpSenderProvider.class && !ofJdk.isEmpty()) ? ofJdk : found;
	}

}
