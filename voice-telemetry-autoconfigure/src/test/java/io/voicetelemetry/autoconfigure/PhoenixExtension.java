package io.voicetelemetry.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import org.springframework.util.FileSystemUtils;

/**
 * One Phoenix for all tests, since it takes long to start; JUnit stops it after the last.
 */
final class PhoenixExtension implements ParameterResolver {

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
		return parameter.getParameter().getType() == Phoenix.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext extension) {
		return extension.getRoot()
			.getStore(Namespace.create(PhoenixExtension.class))
			.computeIfAbsent(Running.class, (key) -> new Running(), Running.class).phoenix;
	}

	private static final class Running implements AutoCloseable {

		private final Path directory;

		private final Phoenix phoenix;

		private Running() {
			try {
				this.directory = Files.createTempDirectory("phoenix");
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			try {
				this.phoenix = Phoenix.start(Path.of(System.getProperty(Phoenix.PROGRAM)), this.directory);
			}
			catch (Exception ex) {
				throw new IllegalStateException("Phoenix does not start", ex);
			}
		}

		@Override
		public void close() throws Exception {
			this.phoenix.close();
			FileSystemUtils.deleteRecursively(this.directory);
		}

	}

}
