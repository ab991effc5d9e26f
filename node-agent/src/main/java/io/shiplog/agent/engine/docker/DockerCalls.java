package io.shiplog.agent.engine.docker;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import io.shiplog.agent.engine.EngineException;
import io.shiplog.agent.engine.EngineException.Kind;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what docker-java throws into {@link EngineException}s, with the engine's own words as the message. */
final class DockerCalls {
    private static final Pattern MESSAGE = Pattern.compile("\"message\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

    private DockerCalls() {}

    static <T> T call(Supplier<T> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            throw translated(e);
        }
    }

    /** A call whose effect is already there, or whose object is gone, has succeeded. */
    static void settle(Runnable call, Kind... accepted) {
        try {
            call.run();
        } catch (NotModifiedException already) {
            return;
        } catch (RuntimeException e) {
            EngineException translated = translated(e);
            for (Kind kind : accepted) {
                if (translated.kind() == kind) {
                    return;
                }
            }
            throw translated;
        }
    }

    static EngineException translated(Throwable e) {
        return switch (e) {
            case EngineException already -> already;
            case NotFoundException notFound -> new EngineException(Kind.NOT_FOUND, text(notFound), notFound);
            case ConflictException conflict -> new EngineException(Kind.CONFLICT, text(conflict), conflict);
            case DockerException refused -> new EngineException(Kind.REFUSED, text(refused), refused);
            default -> new EngineException(Kind.UNAVAILABLE, "the Docker engine did not answer: " + e, e);
        };
    }

    private static String text(DockerException e) {
        String message = String.valueOf(e.getMessage());
        Matcher matcher = MESSAGE.matcher(message);
        return matcher.find() ? matcher.group(1).replace("\\\"", "\"").replace("\\n", "\n") : message;
    }
}
