package io.voicetelemetry.aop;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;
import org.springframework.util.ClassUtils;

/**
 * Finds calls of annotated methods from within their own class, or from a superclass: the
 * template methods of a {@code TextWebSocketHandler}, for one. Such calls go past the
 * proxy. It reads the byte code, because nothing else knows.
 */
final class SelfInvocation {

	private static final Logger logger = LoggerFactory.getLogger(SelfInvocation.class);

	private SelfInvocation() {
	}

	/**
	 * The self-invoked ones among methods of a class, one line each.
	 */
	static List<String> find(Class<?> type, Collection<Method> methods) {
		Set<String> signatures = methods.stream().map(SelfInvocation::signature).collect(Collectors.toSet());
		Set<String> hierarchy = new LinkedHashSet<>();
		for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
			hierarchy.add(Type.getInternalName(each));
		}
		Set<String> found = new LinkedHashSet<>();
		for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
			scan(each, hierarchy, signatures, ClassUtils.getShortName(type), found);
		}
		return List.copyOf(found);
	}

	private static String signature(Method method) {
		return method.getName() + Type.getMethodDescriptor(method);
	}

	private static void scan(Class<?> caller, Set<String> owners, Set<String> signatures, String typeName,
			Set<String> found) {
		try (InputStream bytes = caller.getResourceAsStream(ClassUtils.getClassFileName(caller))) {
			if (bytes == null) {
				return;
			}
			new ClassReader(bytes).accept(new ClassVisitor(SpringAsmInfo.ASM_VERSION) {

				@Override
				public MethodVisitor visitMethod(int access, String callerName, String descriptor,
						@Nullable String signature, String @Nullable [] exceptions) {
					return new MethodVisitor(SpringAsmInfo.ASM_VERSION) {

						@Override
						public void visitMethodInsn(int opcode, String owner, String name, String descriptor,
								boolean isInterface) {
							boolean bridge = (access & Opcodes.ACC_BRIDGE) != 0;
							// A call of super is no call of the annotated method.
							if (opcode == Opcodes.INVOKEVIRTUAL && !bridge && owners.contains(owner)
									&& signatures.contains(name + descriptor)) {
								found.add(typeName + "." + name + " (where it is self-invoked, from "
										+ ClassUtils.getShortName(caller) + "." + callerName + ")");
							}
						}

					};
				}

			}, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("Could not look for self-invocations in {}", caller.getName(), ex);
		}
	}

}
