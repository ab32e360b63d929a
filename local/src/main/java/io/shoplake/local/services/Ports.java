package io.shoplake.local.services;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Finds ports on 127.0.0.1. */
final class Ports {

  private Ports() {}

  /**
   * The wanted port, else the last one if it is still free, else any free one.
   *
   * @param wanted asked for by option; 0 if none was
   * @param last the port of the last run; 0 if there was none
   * @throws UserMistake when the wanted port is taken
   */
  static int choose(Service service, int wanted, int last) {
    if (wanted != 0) {
      if (!isFree(wanted)) {
        throw new UserMistake(
            ExitCode.CONFIGURATION,
            "Port %d for %s is taken by another program; choose another with --%s-port, or leave the option out for a free one."
                .formatted(wanted, service.title(), service.name()));
      }
      return wanted;
    }
    return last != 0 && isFree(last) ? last : free();
  }

  static int free() {
    try (ServerSocket socket = bound(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = bound(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static ServerSocket bound(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    // Connections of the last run may still be winding down; the services bind past them too.
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
    return socket;
  }
}
