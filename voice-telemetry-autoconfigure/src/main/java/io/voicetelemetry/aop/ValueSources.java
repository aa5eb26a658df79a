package io.voicetelemetry.aop;

import java.lang.reflect.Method;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.voicetelemetry.fence.UserCodeFence;
import org.jspecify.annotations.Nullable;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.common.TemplateParserContext;
import org.springframework.expression.spel.SpelCompilerMode;
import org.springframework.expression.spel.SpelParserConfiguration;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.util.StringValueResolver;

/**
 * Turns the text of an annotation's attribute into where its value comes from.
 */
final class ValueSources {

	private static final Pattern JUST_AN_ARGUMENT = Pattern.compile("#\\{\\s*#(\\w+)\\s*}");

	private static final Pattern RESULT_OR_ERROR = Pattern.compile("#(result|error)\\b");

	private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

	private final SpelExpressionParser parser;

	private final StringValueResolver placeholders;

	ValueSources(StringValueResolver placeholders, @Nullable ClassLoader classLoader) {
		this.placeholders = placeholders;
		this.parser = new SpelExpressionParser(new SpelParserConfiguration(SpelCompilerMode.MIXED, classLoader));
	}

	/**
	 * Where the value of an attribute comes from.
	 * @return the source, or {@code null} if the text is empty
	 * @throws IllegalStateException if the text is no valid expression: the application
	 * does not start
	 */
	@Nullable ValueSource parse(String text, Method method) {
		String resolved = this.placeholders.resolveStringValue(text);
		if (resolved == null || resolved.isBlank()) {
			return null;
		}
		if (!resolved.contains("#{")) {
			return new ValueSource.Constant(resolved);
		}
		int argument = justAnArgument(resolved, method);
		if (argument >= 0) {
			return argument(argument, method);
		}
		boolean needsResult = RESULT_OR_ERROR.matcher(resolved).find();
		return new ExpressionSource(parse(resolved, method, true), needsResult, -1, fence(resolved, method));
	}

	/**
	 * Where the value of an attribute comes from that is needed before the method runs.
	 * @return the source, or {@code null} if the text is empty
	 * @throws IllegalStateException if the text is no valid expression or asks for what
	 * is known only afterwards: the application does not start
	 */
	@Nullable ValueSource parseBefore(String text, Method method) {
		ValueSource source = parse(text, method);
		if (source != null && source.needsResult()) {
			throw new IllegalStateException("The expression '" + text + "' in an annotation of " + method
					+ " asks for the result or the error, which are not known when it is needed");
		}
		return source;
	}

	/**
	 * Where the value of a marked parameter comes from.
	 * @param expression an expression over the argument, or an empty text
	 */
	ValueSource ofParameter(int index, String expression, Method method) {
		return expression.isBlank() ? argument(index, method)
				: new ExpressionSource(parse(expression, method, false), false, index, fence(expression, method));
	}

	private static ValueSource argument(int index, Method method) {
		return new ValueSource.Argument(index, InPlace.fence("The text of argument " + index + " of", method));
	}

	private static UserCodeFence fence(String expression, Method method) {
		return InPlace.fence("The expression '" + expression + "' in an annotation of", method);
	}

	private Expression parse(String expression, Method method, boolean template) {
		try {
			return template ? this.parser.parseExpression(expression, new TemplateParserContext())
					: this.parser.parseExpression(expression);
		}
		catch (ParseException | IllegalStateException ex) {
			throw new IllegalStateException(
					"The expression '" + expression + "' in an annotation of " + method + " is not valid", ex);
		}
	}

	private static int justAnArgument(String text, Method method) {
		Matcher matcher = JUST_AN_ARGUMENT.matcher(text);
		@Nullable String @Nullable [] names = matcher.matches() ? NAMES.getParameterNames(method) : null;
		if (names != null) {
			for (int i = 0; i < names.length; i++) {
				if (matcher.group(1).equals(names[i])) {
					return i;
				}
			}
		}
		return -1;
	}

}
