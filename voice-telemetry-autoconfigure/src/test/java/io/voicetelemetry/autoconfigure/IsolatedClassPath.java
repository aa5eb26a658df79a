package io.voicetelemetry.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Runs code with other libraries than those of the tests. What is left out is absent for
 * everything that is linked, where a class loader that only hides it from conditions
 * proves less.
 */
final class IsolatedClassPath {

	private final List<URL> urls = new ArrayList<>();

	private final Set<String> absent = new HashSet<>();

	private IsolatedClassPath() {
	}

	/**
	 * The class path of the tests without some of its jars.
	 * @param prefixes how the names of the jars begin
	 */
	static IsolatedClassPath without(String... prefixes) throws IOException {
		IsolatedClassPath classPath = new IsolatedClassPath();
		// Surefire hides the class path in the manifest of a jar, and tells it here.
		String tests = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		for (String entry : tests.split(File.pathSeparator)) {
			String name = Path.of(entry).getFileName().toString();
			if (List.of(prefixes).stream().noneMatch(name::startsWith)) {
				classPath.urls.add(Path.of(entry).toUri().toURL());
			}
		}
		return classPath;
	}

	/**
	 * With a further directory.
	 */
	IsolatedClassPath with(Path directory) throws IOException {
		this.urls.add(directory.toUri().toURL());
		return this;
	}

	/**
	 * Without some classes, as a library is that does not have them yet.
	 */
	IsolatedClassPath withoutClasses(String... names) {
		this.absent.addAll(List.of(names));
		return this;
	}

	/**
	 * Runs code.
	 * @param code a class with a constructor without arguments; what it returns must be
	 * of the JDK
	 */
	@SuppressWarnings("unchecked") // The class is loaded anew.
	<T> T call(Class<? extends Callable<T>> code) throws Exception {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(this.urls.toArray(new URL[0]),
				ClassLoader.getPlatformClassLoader()) {

			@Override
			protected Class<?> findClass(String name) throws ClassNotFoundException {
				if (IsolatedClassPath.this.absent.contains(name)) {
					throw new ClassNotFoundException(name);
				}
				return super.findClass(name);
			}

		}) {
			thread.setContextClassLoader(loader);
			// Meters of the garbage collector may be the first to ask for it, on a thread
			// of
			// the JVM that looks for its provider on the class path of the tests.
			loader.loadClass("io.opentelemetry.context.Context").getMethod("current").invoke(null);
			var constructor = loader.loadClass(code.getName()).getDeclaredConstructor();
			constructor.setAccessible(true);
			return ((Callable<T>) constructor.newInstance()).call();
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

}
