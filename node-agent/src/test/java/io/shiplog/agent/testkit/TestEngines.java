package io.shiplog.agent.testkit;

import io.shiplog.agent.engine.Engine;
import io.shiplog.agent.engine.EngineException;
import io.shiplog.agent.engine.EngineInfo;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/** Engines that misbehave. */
public final class TestEngines {
    private TestEngines() {}

    private static final EngineInfo INFO = new EngineInfo("docker://20.10.24", "Debian", "6.1", "amd64", 4, 8L << 30);

    /**
     * An engine whose calls of some methods do not come back before the latch opens, or they are interrupted. It says
     * that it is a real one.
     */
    public static Engine hanging(Engine engine, Predicate<String> methods, CountDownLatch until) {
        return (Engine) Proxy.newProxyInstance(
                Engine.class.getClassLoader(), new Class<?>[] {Engine.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("info")) {
                        return INFO;
                    }
                    if (methods.test(method.getName())) {
                        try {
                            until.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                            throw new EngineException(EngineException.Kind.UNAVAILABLE, "interrupted", e);
                        }
                    }
                    try {
                        return method.invoke(engine, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
