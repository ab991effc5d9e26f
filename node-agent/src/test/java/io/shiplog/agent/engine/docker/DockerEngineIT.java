package io.shiplog.agent.engine.docker;

import io.shiplog.agent.engine.Engine;
import io.shiplog.agent.engine.EngineContract;
import io.shiplog.agent.testkit.DockerForTests;

class DockerEngineIT extends EngineContract {
    @Override
    protected Engine engine() {
        DockerForTests.assume();
        return DockerEngine.connect(DockerEngine.DEFAULT_HOST);
    }

    @Override
    protected String image() {
        return DockerForTests.IMAGE;
    }
}
