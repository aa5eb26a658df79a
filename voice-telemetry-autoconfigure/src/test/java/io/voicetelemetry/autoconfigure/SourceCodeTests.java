package io.voicetelemetry.autoconfigure;

import java.util.Properties;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.resources.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.info.GitProperties;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link SourceCode}.
 */
class SourceCodeTests {

	@ParameterizedTest
	@CsvSource({ "https://git.example/clinic/line.git, https://git.example/clinic/line",
			"https://me:t0ken@git.example/clinic/line.git, https://git.example/clinic/line",
			"https://t0ken@git.example/clinic/line/, https://git.example/clinic/line",
			"git@git.example:clinic/line.git, https://git.example/clinic/line",
			"git.example:clinic/line.git, https://git.example/clinic/line",
			"ssh://git@git.example:2222/clinic/line.git, https://git.example/clinic/line", "/home/me/line,",
			"file:///home/me/line," })
	void repositoryAsABrowserOpensIt(String remote, String repository) {
		SourceCode sources = SourceCode.of(git(remote), Resource.empty());
		assertThat(sources).isEqualTo(new SourceCode(repository, "0a1b2c"));
	}

	@Test
	void isNotKnownWithoutGitProperties() {
		assertThat(SourceCode.of(null, null)).isEqualTo(SourceCode.UNKNOWN);
		assertThat(SourceCode.of(new GitProperties(new Properties()), null)).isEqualTo(SourceCode.UNKNOWN);
	}

	@Test
	void theResourceOfTheApplicationHasTheLastWord() {
		Resource resource = Resource
			.create(Attributes.of(AttributeKey.stringKey("vcs.ref.head.revision"), "set elsewhere"));
		assertThat(SourceCode.of(git("https://git.example/line"), resource))
			.isEqualTo(new SourceCode("https://git.example/line", null));
	}

	private static GitProperties git(String remote) {
		Properties properties = new Properties();
		properties.setProperty("remote.origin.url", remote);
		properties.setProperty("commit.id", "0a1b2c");
		return new GitProperties(properties);
	}

}
