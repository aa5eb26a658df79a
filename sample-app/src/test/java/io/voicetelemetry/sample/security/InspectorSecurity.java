package io.voicetelemetry.sample.security;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.web.SecurityFilterChain;

/**
 * The rules of {@code docs/inspector.md}; for who imports them, not for all tests that
 * start the sample.
 */
@TestConfiguration(proxyBeanMethods = false)
@EnableWebSecurity
class InspectorSecurity {

	@Bean
	@Order(1)
	SecurityFilterChain inspector(HttpSecurity http) throws Exception {
		http.securityMatcher("/voice-telemetry/**")
			.authorizeHttpRequests((requests) -> requests.anyRequest().hasRole("SUPPORT"))
			.httpBasic(Customizer.withDefaults())
			.headers((headers) -> headers.frameOptions((frame) -> frame.sameOrigin()));
		return http.build();
	}

}
