package io.voicetelemetry.otlp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Certificates that are made on the spot with the JDK's {@code keytool}: two authorities,
 * and a server and a client that the first one vouches for.
 */
public final class Certificates {

	/** An authority. */
	public static final String AUTHORITY = "authority";

	/** An authority that vouches for nobody here. */
	public static final String STRANGER = "stranger";

	/** A server at 127.0.0.1 and localhost. */
	public static final String SERVER = "server";

	/** The same, until the day before yesterday. */
	public static final String EXPIRED = "expired";

	/** A server with another name. */
	public static final String ELSEWHERE = "elsewhere";

	/** A client. */
	public static final String CLIENT = "client";

	private static final String PASSWORD = "changeit";

	private static final String HERE = "san=ip:127.0.0.1,dns:localhost";

	/** Each call of keytool takes half a second. */
	private static @Nullable Certificates made;

	private final Path directory;

	private final KeyStore all;

	private Certificates(Path directory, KeyStore all) {
		this.directory = directory;
		this.all = all;
	}

	/**
	 * All of them, in files that are there as long as this process is.
	 */
	public static synchronized Certificates get() throws Exception {
		if (made == null) {
			Path directory = Files.createTempDirectory("certificates");
			directory.toFile().deleteOnExit();
			made = in(directory);
		}
		return made;
	}

	private static Certificates in(Path directory) throws Exception {
		Path store = directory.resolve("all.p12");
		keytool(store, AUTHORITY, "-ext", "bc:c", "-validity", "2");
		keytool(store, STRANGER, "-ext", "bc:c", "-validity", "2");
		keytool(store, SERVER, "-signer", AUTHORITY, "-ext", HERE, "-validity", "2");
		keytool(store, EXPIRED, "-signer", AUTHORITY, "-ext", HERE, "-startdate", "-3d", "-validity", "1");
		keytool(store, ELSEWHERE, "-signer", AUTHORITY, "-ext", "san=dns:elsewhere.example", "-validity", "2");
		keytool(store, CLIENT, "-signer", AUTHORITY, "-validity", "2");
		KeyStore all = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(store)) {
			all.load(in, PASSWORD.toCharArray());
		}
		Files.delete(store);
		return new Certificates(directory, all);
	}

	private static void keytool(Path store, String alias, String... options) throws Exception {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
						"-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD, "-alias", alias,
						"-dname", "CN=" + alias, "-keyalg", "EC", "-groupname", "secp256r1"));
		command.addAll(List.of(options));
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		// Else the agent that may be attached to this process is attached to each of
		// them.
		builder.environment().remove("JAVA_TOOL_OPTIONS");
		Process process = builder.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0).as(output).isTrue();
	}

	/**
	 * For one side of a connection.
	 * @param self who it is, or {@code null} for nobody in particular
	 * @param trusted the authority that it trusts
	 */
	public SSLContext context(@Nullable String self, String trusted) throws GeneralSecurityException, IOException {
		KeyManager[] keys = null;
		if (self != null) {
			KeyStore own = KeyStore.getInstance("PKCS12");
			own.load(null, null);
			own.setKeyEntry(self, key(self), PASSWORD.toCharArray(), this.all.getCertificateChain(self));
			KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			factory.init(own, PASSWORD.toCharArray());
			keys = factory.getKeyManagers();
		}
		KeyStore trust = KeyStore.getInstance("PKCS12");
		trust.load(null, null);
		trust.setCertificateEntry(trusted, this.all.getCertificate(trusted));
		TrustManagerFactory trusting = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trusting.init(trust);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys, trusting.getTrustManagers(), null);
		return context;
	}

	/**
	 * A file with a certificate.
	 */
	public Path certificate(String alias) throws GeneralSecurityException, IOException {
		Certificate certificate = this.all.getCertificate(alias);
		return pem(alias + ".crt", "CERTIFICATE", certificate.getEncoded());
	}

	/**
	 * A file with the key that belongs to a certificate.
	 */
	public Path privateKey(String alias) throws GeneralSecurityException, IOException {
		return pem(alias + ".key", "PRIVATE KEY", key(alias).getEncoded());
	}

	private Key key(String alias) throws GeneralSecurityException {
		return this.all.getKey(alias, PASSWORD.toCharArray());
	}

	private Path pem(String name, String type, byte[] content) throws IOException {
		String base64 = Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(content);
		Path file = this.directory.resolve(name);
		file.toFile().deleteOnExit();
		return Files.writeString(file, "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n");
	}

}
