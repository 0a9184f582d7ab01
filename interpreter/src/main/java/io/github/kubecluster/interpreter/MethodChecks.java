package io.github.kubecluster.interpreter;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Weaves a check of {@link StopChecks} into the beginning of each method of a class. */
final class MethodChecks extends ClassVisitor {
    private MethodChecks(ClassWriter result) {
        super(Opcodes.ASM9, result);
    }

    /** Returns the class with its checks. */
    static byte[] weave(byte[] classFile) {
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
