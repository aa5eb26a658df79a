package io.voicetelemetry.sample.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * What the browser may do with the page: run what comes with it and nothing else, show
 * the inspector in a frame, and listen by microphone. The inspector and the actuator have
 * rules of their own.
 */
@Configuration(proxyBeanMethods = false)
class PageGuards implements WebMvcConfigurer, HandlerInterceptor {

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(this).addPathPatterns("/", "/index.html", "/talk/**");
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		response.setHeader("Content-Security-Policy",
				"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
						+ "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
		response.setHeader("Permissions-Policy", "microphone=(self), camera=(), geolocation=()");
		response.setHeader("X-Content-Type-Options", "nosniff");
		response.setHeader("Referrer-Policy", "no-referrer");
		response.setHeader("Cache-Control", "no-cache");
		return true;
	}

}
