// A mail server of our own for browser tests: takes every mail and reads what is in it.
import { createServer } from "node:net";

/** Bytes of a part, whatever it was packed in. */
function unpacked(body, encoding) {
  if (/base64/i.test(encoding)) return Buffer.from(body, "base64");
  if (!/quoted-printable/i.test(encoding)) return Buffer.from(body, "utf8");
  const joined = body.replaceAll(/=\r?\n/g, "");
  const bytes = joined.replaceAll(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1");
}

/** Header lines by name, long ones joined. */
function headers(head) {
  const lines = head.replaceAll(/\r\n[ \t]+/g, " ").split("\r\n");
  return Object.fromEntries(lines.map((line) => [line.split(":")[0].toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]));
}

/** All parts of a mail that hold something, with their headers. */
function parts(raw) {
  const at = raw.indexOf("\r\n\r\n");
  const head = headers(raw.slice(0, at));
  const body = raw.slice(at + 4);
  const border = head["content-type"]?.match(/boundary="?([^";]+)/)?.[1];
  if (!border) return [{ head, bytes: unpacked(body, head["content-transfer-encoding"] ?? "") }];
  return body.split(`--${border}`).slice(1, -1).flatMap((part) => parts(part.replace(/^\r\n/, "").replace(/\r\n$/, "")));
}

/** A subject as people read it. */
function decoded(words) {
  return words.replaceAll(/\?=\s+=\?/g, "?==?").replaceAll(/=\?utf-8\?(.)\?([^?]*)\?=/gi, (_, how, text) =>
    (how.toUpperCase() === "B" ? Buffer.from(text, "base64") : unpacked(text.replaceAll("_", "=20"), "quoted-printable")).toString("utf8"));
}

/** A mail as people read it; pictures stand in its HTML, as data. */
export function read(raw) {
  const head = headers(raw.slice(0, raw.indexOf("\r\n\r\n")));
  const all = parts(raw);
  const of = (type) => all.find((part) => part.head["content-type"]?.startsWith(type))?.bytes.toString("utf8") ?? "";
  let html = of("text/html");
  for (const part of all) {
    const id = part.head["content-id"]?.replaceAll(/[<>]/g, "");
    if (id) html = html.replaceAll(`cid:${id}`, `data:image/png;base64,${part.bytes.toString("base64")}`);
  }
  const files = all.filter((part) => /attachment/.test(part.head["content-disposition"] ?? ""))
    .map((part) => ({ name: part.head["content-disposition"].match(/filename="?([^";]+)/)?.[1], bytes: part.bytes }));
  return { to: head.to ?? "", subject: decoded(head.subject ?? ""), head, text: of("text/plain"), html, files };
}

/** Starts it; `mails` grows, `url` is what the server under test is told. */
export function sink() {
  const mails = [];
  const server = createServer((socket) => {
    let mail = null, rest = "";
    socket.setEncoding("latin1").on("error", () => {});
    socket.write("220 sink\r\n");
    socket.on("data", (data) => {
      const lines = (rest + data).split("\r\n");
      rest = lines.pop();
      for (const line of lines) {
        if (mail !== null && line !== ".") mail.push(line.replace(/^\.\./, "."));
        else if (mail !== null) {
          mails.push(read(mail.join("\r\n")));
          mail = null;
          socket.write("250 taken\r\n");
        } else if (/^DATA/i.test(line)) {
          mail = [];
          socket.write("354 go on\r\n");
        } else if (/^QUIT/i.test(line)) socket.end("221 bye\r\n");
        else socket.write("250 fine\r\n");
      }
    });
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => {
    resolve({ url: `smtp+plaintext://127.0.0.1:${server.address().port}`, mails, stop: () => server.close() });
  }));
}
