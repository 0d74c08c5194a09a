import { useMutation, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { previewImport, type Reading } from "../../../api/imports";
import { meQuery } from "../../../api/queries";
import { Failure } from "../../../notice/Failure";
import { PagePending } from "../../../page/PagePending";
import { useTitle } from "../../../page/useTitle";
import { useProject } from "../../../scope/useScope";
import { SettingsNav } from "../SettingsNav";
import classes from "../settings.module.css";
import { FileChoice } from "./FileChoice";
import { ImportPreviewPanel } from "./ImportPreviewPanel";
import { ImportRun } from "./ImportRun";
import { ReadingForm } from "./ReadingForm";

/** Conversations out of a file: choose it, see how it is understood, import it. */
export const ImportPage = () => {
  useTitle("Import");
  const { transcripts } = useSuspenseQuery(meQuery).data;
  return (
    <div className={classes.page}>
      <SettingsNav />
      <h1 className={classes.title}>Import</h1>
      <p className={classes.lead}>
        Conversations that are in a file already: a ChatGPT data export, OpenAI chats, ShareGPT, a table (CSV), or Debrief&rsquo;s own JSON lines, compressed or not, of any size. Importing a file
        again changes nothing.
      </p>
      {transcripts ? <Importer /> : <p className={classes.said}>Analysts and owners import files.</p>}
    </div>
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
  const { data, error, refetch } = useQuery({
    queryKey: ["import", file.name, file.size, file.lastModified, reading],
    queryFn: ({ signal }) => previewImport(file, reading, signal),
    placeholderData: (before) => before,
    retry: false,
    staleTime: Infinity,
  });
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
