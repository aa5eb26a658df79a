package io.voicetelemetry;

import java.util.Set;
import java.util.stream.Collectors;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rooms of the house and who may enter which. A rule that names a package without
 * classes fails.
 */
@AnalyzeClasses(packages = "io.voicetelemetry",
		importOptions = { ImportOption.DoNotIncludeTests.class, ArchitectureTests.OfThisModule.class })
class ArchitectureTests {

	private static final String ROOT = "io.voicetelemetry.";

	private static final String[] JDK = { "java..", "org.jspecify.." };

	@ArchTest
	static final ArchRule hasNoCircles = slices().matching(ROOT + "(*)..").should().beFreeOfCycles();

	@ArchTest
	static final ArchRule annotationsKnowTheJdkAlone = onlyKnows("annotation", JDK);

	@ArchTest
	static final ArchRule eventsKnowTheJdkAlone = onlyKnows("event", JDK);

	@ArchTest
	static final ArchRule fencesKnowTheJdkAlone = onlyKnows("fence", JDK);

	@ArchTest
	static final ArchRule contentKnowsFences = onlyKnows("content", JDK, ROOT + "fence..", "javax.crypto..");

	@ArchTest
	static final ArchRule redactionKnowsTheJdkAlone = onlyKnows("content.redaction", JDK);

	@ArchTest
	static final ArchRule usageKnowsEvents = onlyKnows("usage", JDK, ROOT + "event..");

	@ArchTest
	static final ArchRule loggingKnowsEventsAndContent = onlyKnows("logging", JDK, ROOT + "event..", ROOT + "content..",
			"org.slf4j..");

	@ArchTest
	static final ArchRule metricsKnowMicrometerEventsAndTransports = onlyKnows("metrics", JDK, ROOT + "event..",
			ROOT + "otlp..", "io.micrometer.core..", "io.micrometer.registry.otlp..", "org.slf4j..");

	@ArchTest
	static final ArchRule integrationKnowsSpringEventsAndTheExport = onlyKnows("integration", ROOT + "integration", JDK,
			ROOT + "event..", ROOT + "export..", "org.springframework..");

	@ArchTest
	static final ArchRule actuatorKnowsSpringSessionsAndTheExport = onlyKnows("integration.actuator", JDK,
			ROOT + "session..", ROOT + "export..", "org.springframework.boot..");

	@ArchTest
	static final ArchRule langChain4jKnowsItsLibrarySpringAndSessions = onlyKnows("integration.langchain4j", JDK,
			ROOT + "session..", ROOT + "event..", ROOT + "content..", "dev.langchain4j..", "io.opentelemetry.api..",
			"io.opentelemetry.context..", "org.springframework..", "org.aopalliance..", "org.slf4j..");

	@ArchTest
	static final ArchRule langChain4jIsKnownInItsRoomAlone = noClasses().that()
		.resideOutsideOfPackage(ROOT + "integration.langchain4j..")
		.and()
		.haveNameNotMatching(".*LangChain4j.*")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("dev.langchain4j..", ROOT + "integration.langchain4j..");

	@ArchTest
	static final ArchRule nothingInternalOfLangChain4jIsUsed = noClasses().should()
		.dependOnClassesThat()
		.resideInAPackage("dev.langchain4j.internal..");

	@ArchTest
	static final ArchRule openAiKnowsItsClientAndSessions = onlyKnows("integration.openai", JDK, ROOT + "session..",
			ROOT + "stream..", ROOT + "event..", ROOT + "content..", "com.openai.core..", "com.openai.models..");

	@ArchTest
	static final ArchRule jsonKnowsSessions = onlyKnows("integration.json", JDK, ROOT + "session..", ROOT + "event..",
			ROOT + "content..");

	@ArchTest
	static final ArchRule anthropicKnowsItsClientAndSessions = onlyKnows("integration.anthropic", JDK,
			ROOT + "session..", ROOT + "event..", ROOT + "content..", "com.anthropic.core..", "com.anthropic.models..",
			"com.fasterxml.jackson.databind..");

	@ArchTest
	static final ArchRule bedrockKnowsItsClientAndSessions = onlyKnows("integration.bedrock", JDK, ROOT + "session..",
			ROOT + "event..", ROOT + "content..", "software.amazon.awssdk.services.bedrockruntime.model..",
			"software.amazon.awssdk.awscore", "software.amazon.awssdk.core", "software.amazon.awssdk.core.document");

	@ArchTest
	static final ArchRule geminiKnowsItsClientAndSessions = onlyKnows("integration.gemini", JDK, ROOT + "session..",
			ROOT + "event..", ROOT + "content..", "com.google.genai", "com.google.genai.types");

	@ArchTest
	static final ArchRule springAiIntegrationKnowsSessionsAndObservations = onlyKnows("integration.springai", JDK,
			ROOT + "integration.propagation..", ROOT + "event..", ROOT + "content..", ROOT + "session..",
			"io.opentelemetry.api..", "io.opentelemetry.context..", "io.micrometer.observation..",
			"io.micrometer.tracing..", "org.springframework..", "org.reactivestreams..", "reactor..",
			"com.openai.models.audio.transcriptions..");

	@ArchTest
	static final ArchRule propagationKnowsSessionsMicrometerAndReactor = onlyKnows("integration.propagation", JDK,
			ROOT + "session..", ROOT + "content..", ROOT + "logging..", "io.opentelemetry.api..",
			"io.opentelemetry.context..", "io.micrometer.context..", "io.micrometer.observation..",
			"reactor.util.context..", "org.slf4j..");

	@ArchTest
	static final ArchRule sessionsKnowTheOpenTelemetryApi = onlyKnows("session", JDK, ROOT + "event..",
			ROOT + "usage..", ROOT + "logging..", ROOT + "content..", ROOT + "fence..", "io.opentelemetry.api..",
			"io.opentelemetry.context..", "org.slf4j..");

	@ArchTest
	static final ArchRule otlpKnowsTheOpenTelemetrySdk = onlyKnows("otlp", JDK, "javax.net.ssl..", "io.opentelemetry..",
			"org.slf4j..");

	@ArchTest
	static final ArchRule dialectsKnowStagesAndSpanData = onlyKnows("dialect", JDK, ROOT + "session..",
			ROOT + "event..", ROOT + "content..", "io.opentelemetry.api..", "io.opentelemetry.sdk..", "org.slf4j..");

	@ArchTest
	static final ArchRule dialectsDoNotKnowEachOther = noClasses().that()
		.haveNameMatching(".*\\.dialect\\.[A-Za-z]+Dialect")
		.should()
		.dependOnClassesThat(
				nameMatching(".*\\.dialect\\.[A-Za-z]+Dialect").and(not(nameMatching(".*\\.SpanDialect"))));

	@ArchTest
	static final ArchRule exportKnowsTheOpenTelemetrySdk = onlyKnows("export", JDK, ROOT + "session..",
			ROOT + "event..", ROOT + "content..", ROOT + "dialect..", ROOT + "otlp..", ROOT + "spool..",
			"io.opentelemetry..", "org.slf4j..");

	@ArchTest
	static final ArchRule inspectorKnowsTheExportAndTheWeb = onlyKnows("inspector", JDK, ROOT + "export..",
			ROOT + "session..", ROOT + "event..", ROOT + "content..", "io.opentelemetry.api..",
			"io.opentelemetry.sdk..", "org.springframework..", "org.reactivestreams..", "reactor..",
			"jakarta.servlet..", "org.slf4j..");

	@ArchTest
	static final ArchRule spoolKnowsTheJdk = onlyKnows("spool", JDK, "org.slf4j..");

	@ArchTest
	static final ArchRule streamsKnowSessionsAndReactiveLibraries = onlyKnows("stream", JDK, ROOT + "session..",
			ROOT + "event..", ROOT + "content..", ROOT + "fence..", "io.opentelemetry.context..",
			"org.reactivestreams..", "reactor..", "kotlin..", "kotlinx.coroutines..", "org.springframework.core..",
			"org.springframework.util..", "org.springframework.cglib..", "org.springframework.objenesis..");

	@ArchTest
	static final ArchRule aopKnowsSpringAndSessions = onlyKnows("aop", JDK, ROOT + "annotation..", ROOT + "session..",
			ROOT + "stream..", ROOT + "event..", ROOT + "content..", ROOT + "fence..", "io.opentelemetry.api..",
			"io.opentelemetry.context..", "org.springframework..", "org.aopalliance..", "org.slf4j..");

	@ArchTest
	static final ArchRule nobodyImportsAutoconfigure = noClasses().that()
		.resideOutsideOfPackage(ROOT + "autoconfigure..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage(ROOT + "autoconfigure..");

	@ArchTest
	static final ArchRule nothingInternalOfOpenTelemetryIsUsed = noClasses().should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.opentelemetry..internal..");

	@ArchTest
	static final ArchRule theGlobalOpenTelemetryIsNeverAskedFor = noClasses().should()
		.callMethod(GlobalOpenTelemetry.class, "get")
		.orShould()
		.callMethod(GlobalOpenTelemetry.class, "getTracer", String.class);

	@ArchTest
	static final ArchRule attributeKeysAreMadeInTheTableAlone = noClasses().that(not(nameMatching(
			".*\\.(TelemetryAttributes|SpanHandle|ApplicationAttributes|AttributeWriter|SpanRewrite|CanonicalSpan|GenAiConventions(\\$.*)?|[A-Za-z]+Dialect)")))
		.should()
		.callMethodWhere(DescribedPredicate.describe("a factory of AttributeKey",
				(call) -> call.getTargetOwner().isEquivalentTo(AttributeKey.class)
						&& call.getTarget().getName().endsWith("Key") && !call.getTarget().getName().equals("getKey")));

	/**
	 * The decorators of Spring AI's models are beans that aspects of an application may
	 * proxy.
	 */
	@ArchTest
	static final ArchRule whatIsNotPublicIsFinalOrMeantToBeExtended = classes().that()
		.areNotPublic()
		.and()
		.areTopLevelClasses()
		.and()
		.haveNameNotMatching(".*\\.springai\\.Traced.*")
		.and()
		.areNotInterfaces()
		.and()
		.areNotEnums()
		.should()
		.haveModifier(JavaModifier.FINAL)
		.orShould()
		.haveModifier(JavaModifier.ABSTRACT);

	@ArchTest
	static void everyPackageHasARule(JavaClasses classes) {
		JavaPackage root = classes.getPackage("io.voicetelemetry");
		Set<String> packages = root.getSubpackages()
			.stream()
			.map(JavaPackage::getRelativeName)
			.collect(Collectors.toSet());
		assertThat(packages).containsExactlyInAnyOrder("annotation", "event", "usage", "logging", "metrics",
				"integration", "fence", "content", "session", "stream", "otlp", "dialect", "export", "spool", "aop",
				"inspector", "autoconfigure");
	}

	private static ArchRule onlyKnows(String room, String[] always, String... rooms) {
		return onlyKnows(room, ROOT + room + "..", always, rooms);
	}

	/**
	 * The rule for the classes of some packages of a room, where others have their own.
	 */
	private static ArchRule onlyKnows(String room, String packages, String[] always, String... rooms) {
		DescribedPredicate<JavaClass> allowed = resideInAnyPackage(always).or(resideInAnyPackage(rooms))
			.or(resideInAnyPackage(ROOT + room + ".."))
			.or(DescribedPredicate.describe("primitives and arrays",
					(JavaClass type) -> type.isPrimitive() || type.isArray()));
		return classes().that().resideInAPackage(packages).should().onlyDependOnClassesThat(allowed);
	}

	/**
	 * Leaves the test support module out, which lies beside.
	 */
	static class OfThisModule implements ImportOption {

		@Override
		public boolean includes(com.tngtech.archunit.core.importer.Location location) {
			return !location.contains("io/voicetelemetry/test/");
		}

	}

}
