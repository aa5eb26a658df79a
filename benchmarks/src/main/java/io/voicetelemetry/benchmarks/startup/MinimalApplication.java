package io.voicetelemetry.benchmarks.startup;

import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

import com.sun.management.OperatingSystemMXBean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * As little as an application can be. It needs nothing but Spring Boot and itself: it is
 * started with class paths that have nothing else of this project, or only what is
 * measured.
 */
@SpringBootApplication
public class MinimalApplication {

	/** What the line begins with that tells of the start, after a mark. */
	static final String STARTED = "started";

	/**
	 * Starts it, tells what that took, and ends.
	 * @param arguments properties
	 * @throws Exception if that is not known
	 */
	public static void main(String[] arguments) throws Exception {
		ConfigurableApplicationContext context = SpringApplication.run(MinimalApplication.class, arguments);
		long ready = System.currentTimeMillis();
		OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
		long cpu = system.getProcessCpuTime();
		RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
		ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
		long resident = Files.readAllLines(Path.of("/proc/self/status"))
			.stream()
			.filter((line) -> line.startsWith("VmRSS:"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")))
			.sum();
		System.gc();
		System.gc();
		long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
		System.out.println(
				"@" + STARTED + " " + (ready - runtime.getStartTime()) + " " + cpu / 1_000_000 + " " + heap / 1024 + " "
						+ resident + " " + context.getBeanDefinitionCount() + " " + classes.getTotalLoadedClassCount());
		context.close();
		System.exit(0);
	}

}
