package io.github.kubecluster.interpreter;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Weaves a check of {@link StopChecks} into the beginning of each method of a class. Java 20 and 21 weave checks into loops
 * alone, and would go on with a recursion, or with a stream that calls lambdas, for ever. Earlier versions need no checks,
 * and later ones do this themselves.
 */
final class MethodChecks extends ClassVisitor {
    private static final boolean NEEDED =
            Runtime.version().feature() == 20 || Runtime.version().feature() == 21;

    private MethodChecks(ClassWriter result) {
        super(Opcodes.ASM9, result);
    }

    /** Returns the class with its checks; {@code classFile} itself if this version of Java needs none. */
    static byte[] weave(byte[] classFile) {
        if (!NEEDED) {
            return classFile;
        }
        ClassReader read = new ClassReader(classFile);
        ClassWriter result = new ClassWriter(read, 0);
        read.accept(new MethodChecks(result), 0);
        return result.toByteArray();
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        return new MethodVisitor(api, super.visitMethod(access, name, descriptor, signature, exceptions)) {
            @Override
            public void visitCode() {
                super.visitCode();
                visitMethodInsn(
                        Opcodes.INVOKESTATIC, StopChecks.CHECKED.replace('.', '/'), StopChecks.CHECK, "()V", false);
            }
        };
    }
}
