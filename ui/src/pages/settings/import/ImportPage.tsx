import { useMutation, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { previewQuery, type Reading } from "../../../api/imports";
import { meQuery } from "../../../api/queries";
import { Failure } from "../../../notice/Failure";
import { PagePending } from "../../../page/PagePending";
import { useProject } from "../../../scope/useScope";
import { SettingsPage } from "../SettingsPage";
import parts from "../../../page/parts.module.css";
import { FileChoice } from "./FileChoice";
import { ImportPreviewPanel } from "./ImportPreviewPanel";
import { ImportRun } from "./ImportRun";
import { ReadingForm } from "./ReadingForm";

/** Conversations out of a file: choose it, see how it is understood, import it. */
export const ImportPage = () => {
  const { transcripts } = useSuspenseQuery(meQuery).data;
  return (
    <SettingsPage
      title="Import"
      lead="Conversations that are in a file already: a ChatGPT data export, OpenAI chats, ShareGPT, a table (CSV), or Debrief’s own JSON lines, compressed or not, of any size. Importing a file again changes nothing."
    >
      {transcripts ? <Importer /> : <p className={parts.said}>Analysts and owners import files.</p>}
    </SettingsPage>
  );
};

const Importer = () => {
  const { id: project, zone } = useProject();
  const unsaid: Reading = { project, zone, format: undefined, columns: {}, set: {} };
  const [file, setFile] = useState<File>();
  const [reading, setReading] = useState(unsaid);
  const [busy, setBusy] = useState(false);
  const choose = (chosen: File): void => {
    setFile(chosen);
    setReading(unsaid);
  };
  return (
    <>
      <FileChoice file={file} disabled={busy} onChoose={choose} />
      {file && <Chosen key={`${file.name} ${file.size} ${file.lastModified}`} file={file} reading={reading} onChange={setReading} onBusy={setBusy} />}
    </>
  );
};

interface Props {
  readonly file: File;
  readonly reading: Reading;
  readonly onChange: (reading: Reading) => void;
  readonly onBusy: (busy: boolean) => void;
}

const Chosen = ({ file, reading, onChange, onBusy }: Props) => {
  const { data, error, refetch } = useQuery(previewQuery(file, reading));
  const running = useMutation({ mutationFn: (work: () => Promise<unknown>) => work(), onMutate: () => onBusy(true), onSettled: () => onBusy(false) });
  return (
    <>
      <ReadingForm reading={reading} preview={data} disabled={running.isPending} onChange={onChange} />
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <PagePending />}
      {data && !error && (
        <>
          <ImportPreviewPanel preview={data} zone={reading.zone} whole={file.size <= 1 << 20} />
          {data.unmapped === undefined && <ImportRun file={file} reading={reading} run={(work) => running.mutateAsync(work)} />}
        </>
      )}
    </>
  );
};
