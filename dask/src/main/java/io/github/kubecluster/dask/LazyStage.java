package io.github.kubecluster.dask;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A stage that begins to be computed when something is first made to depend on it: all is done by another one. */
abstract class LazyStage implements CompletionStage<@Nullable Object> {
    /** Returns a new stage that completes as this one does. */
    @Override
    public abstract CompletableFuture<@Nullable Object> toCompletableFuture();

    @Override
    public <U> CompletionStage<U> thenApply(Function<? super @Nullable Object, ? extends U> action) {
        return toCompletableFuture().thenApply(action);
    }

    @Override
    public <U> CompletionStage<U> thenApplyAsync(Function<? super @Nullable Object, ? extends U> action) {
        return toCompletableFuture().thenApplyAsync(action);
    }

    @Override
    public <U> CompletionStage<U> thenApplyAsync(
            Function<? super @Nullable Object, ? extends U> action, Executor executor) {
        return toCompletableFuture().thenApplyAsync(action, executor);
    }

    @Override
    public CompletionStage<Void> thenAccept(Consumer<? super @Nullable Object> action) {
        return toCompletableFuture().thenAccept(action);
    }

    @Override
    public CompletionStage<Void> thenAcceptAsync(Consumer<? super @Nullable Object> action) {
        return toCompletableFuture().thenAcceptAsync(action);
    }

    @Override
    public CompletionStage<Void> thenAcceptAsync(Consumer<? super @Nullable Object> action, Executor executor) {
        return toCompletableFuture().thenAcceptAsync(action, executor);
    }

    @Override
    public CompletionStage<Void> thenRun(Runnable action) {
        return toCompletableFuture().thenRun(action);
    }

    @Override
    public CompletionStage<Void> thenRunAsync(Runnable action) {
        return toCompletableFuture().thenRunAsync(action);
    }

    @Override
    public CompletionStage<Void> thenRunAsync(Runnable action, Executor executor) {
        return toCompletableFuture().thenRunAsync(action, executor);
    }

    @Override
    public <U, V> CompletionStage<V> thenCombine(
            CompletionStage<? extends U> other, BiFunction<? super @Nullable Object, ? super U, ? extends V> action) {
        return toCompletableFuture().thenCombine(other, action);
    }

    @Override
    public <U, V> CompletionStage<V> thenCombineAsync(
            CompletionStage<? extends U> other, BiFunction<? super @Nullable Object, ? super U, ? extends V> action) {
        return toCompletableFuture().thenCombineAsync(other, action);
    }

    @Override
    public <U, V> CompletionStage<V> thenCombineAsync(
            CompletionStage<? extends U> other,
            BiFunction<? super @Nullable Object, ? super U, ? extends V> action,
            Executor executor) {
        return toCompletableFuture().thenCombineAsync(other, action, executor);
    }

    @Override
    public <U> CompletionStage<Void> thenAcceptBoth(
            CompletionStage<? extends U> other, BiConsumer<? super @Nullable Object, ? super U> action) {
        return toCompletableFuture().thenAcceptBoth(other, action);
    }

    @Override
    public <U> CompletionStage<Void> thenAcceptBothAsync(
            CompletionStage<? extends U> other, BiConsumer<? super @Nullable Object, ? super U> action) {
        return toCompletableFuture().thenAcceptBothAsync(other, action);
    }

    @Override
    public <U> CompletionStage<Void> thenAcceptBothAsync(
            CompletionStage<? extends U> other,
            BiConsumer<? super @Nullable Object, ? super U> action,
            Executor executor) {
        return toCompletableFuture().thenAcceptBothAsync(other, action, executor);
    }

    @Override
    public CompletionStage<Void> runAfterBoth(CompletionStage<?> other, Runnable action) {
        return toCompletableFuture().runAfterBoth(other, action);
    }

    @Override
    public CompletionStage<Void> runAfterBothAsync(CompletionStage<?> other, Runnable action) {
        return toCompletableFuture().runAfterBothAsync(other, action);
    }

    @Override
    public CompletionStage<Void> runAfterBothAsync(CompletionStage<?> other, Runnable action, Executor executor) {
        return toCompletableFuture().runAfterBothAsync(other, action, executor);
    }

    @Override
    public <U> CompletionStage<U> applyToEither(
            CompletionStage<? extends @Nullable Object> other, Function<? super @Nullable Object, U> action) {
        return toCompletableFuture().applyToEither(other, action);
    }

    @Override
    public <U> CompletionStage<U> applyToEitherAsync(
            CompletionStage<? extends @Nullable Object> other, Function<? super @Nullable Object, U> action) {
        return toCompletableFuture().applyToEitherAsync(other, action);
    }

    @Override
    public <U> CompletionStage<U> applyToEitherAsync(
            CompletionStage<? extends @Nullable Object> other,
            Function<? super @Nullable Object, U> action,
            Executor executor) {
        return toCompletableFuture().applyToEitherAsync(other, action, executor);
    }

    @Override
    public CompletionStage<Void> acceptEither(
            CompletionStage<? extends @Nullable Object> other, Consumer<? super @Nullable Object> action) {
        return toCompletableFuture().acceptEither(other, action);
    }

    @Override
    public CompletionStage<Void> acceptEitherAsync(
            CompletionStage<? extends @Nullable Object> other, Consumer<? super @Nullable Object> action) {
        return toCompletableFuture().acceptEitherAsync(other, action);
    }

    @Override
    public CompletionStage<Void> acceptEitherAsync(
            CompletionStage<? extends @Nullable Object> other,
            Consumer<? super @Nullable Object> action,
            Executor executor) {
        return toCompletableFuture().acceptEitherAsync(other, action, executor);
    }

    @Override
    public CompletionStage<Void> runAfterEither(CompletionStage<?> other, Runnable action) {
        return toCompletableFuture().runAfterEither(other, action);
    }

    @Override
    public CompletionStage<Void> runAfterEitherAsync(CompletionStage<?> other, Runnable action) {
        return toCompletableFuture().runAfterEitherAsync(other, action);
    }

    @Override
    public CompletionStage<Void> runAfterEitherAsync(CompletionStage<?> other, Runnable action, Executor executor) {
        return toCompletableFuture().runAfterEitherAsync(other, action, executor);
    }

    @Override
    public <U> CompletionStage<U> thenCompose(Function<? super @Nullable Object, ? extends CompletionStage<U>> action) {
        return toCompletableFuture().thenCompose(action);
    }

    @Override
    public <U> CompletionStage<U> thenComposeAsync(
            Function<? super @Nullable Object, ? extends CompletionStage<U>> action) {
        return toCompletableFuture().thenComposeAsync(action);
    }

    @Override
    public <U> CompletionStage<U> thenComposeAsync(
            Function<? super @Nullable Object, ? extends CompletionStage<U>> action, Executor executor) {
        return toCompletableFuture().thenComposeAsync(action, executor);
    }

    @Override
    public <U> CompletionStage<U> handle(
            BiFunction<? super @Nullable Object, @Nullable Throwable, ? extends U> action) {
        return toCompletableFuture().handle(action);
    }

    @Override
    public <U> CompletionStage<U> handleAsync(
            BiFunction<? super @Nullable Object, @Nullable Throwable, ? extends U> action) {
        return toCompletableFuture().handleAsync(action);
    }

    @Override
    public <U> CompletionStage<U> handleAsync(
            BiFunction<? super @Nullable Object, @Nullable Throwable, ? extends U> action, Executor executor) {
        return toCompletableFuture().handleAsync(action, executor);
    }

    @Override
    public CompletionStage<@Nullable Object> whenComplete(
            BiConsumer<? super @Nullable Object, ? super @Nullable Throwable> action) {
        return toCompletableFuture().whenComplete(action);
    }

    @Override
    public CompletionStage<@Nullable Object> whenCompleteAsync(
            BiConsumer<? super @Nullable Object, ? super @Nullable Throwable> action) {
        return toCompletableFuture().whenCompleteAsync(action);
    }

    @Override
    public CompletionStage<@Nullable Object> whenCompleteAsync(
            BiConsumer<? super @Nullable Object, ? super @Nullable Throwable> action, Executor executor) {
        return toCompletableFuture().whenCompleteAsync(action, executor);
    }

    @Override
    public CompletionStage<@Nullable Object> exceptionally(Function<Throwable, ? extends @Nullable Object> action) {
        return toCompletableFuture().exceptionally(action);
    }
}
