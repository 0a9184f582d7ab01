package io.github.kubecluster.kernel;

import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.comm.Comm;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.comm.CommCloseCommand;
import org.dflib.jjava.jupyter.messages.comm.CommMsgCommand;

/** An extension as the kernel base library asks for it: a magic and a comm target. */
public final class EchoExtension implements Extension {
    @Override
    public void install(BaseKernel kernel) {
        JavaKernel java = (JavaKernel) kernel;
        java.getCommManager()
                .registerTarget("library-echo", (manager, id, name, opening) -> new EchoComm(manager, id, name));
        java.getMagics().registerLineMagic("echo", arguments -> {
            java.getIO().out.print("out");
            java.getIO().display.display(new DisplayData("displayed"));
            java.bind("echoed", List.class, arguments);
            return String.join(" ", arguments);
        });
        java.getMagics().registerLineMagic("evaluate", arguments -> java.eval(String.join(" ", arguments)));
    }

    private static final class EchoComm extends Comm {
        EchoComm(CommManager manager, String id, String target) {
            super(manager, id, target);
        }

        @Override
        protected void onMessage(Message<CommMsgCommand> message) {
            send(message.getContent().getData(), Map.of("echo", true), message.getBlobs());
        }

        @Override
        protected void onClose(Message<CommCloseCommand> closing, boolean sending) {}
    }
}
