import { Button } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { type DragEvent, useRef, useState } from "react";
import { size } from "./size";
import classes from "./import.module.css";

interface Props {
  readonly file: File | undefined;
  readonly disabled: boolean;
  readonly onChoose: (file: File) => void;
}

/** Where a file is dropped or chosen. */
export const FileChoice = ({ file, disabled, onChoose }: Props) => {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const [dropped] = event.dataTransfer.files;
    if (dropped && !disabled) onChoose(dropped);
  };
  const drag = (event: DragEvent): void => {
    event.preventDefault();
    setOver(!disabled);
  };
  return (
    <div className={classes.drop} data-over={over} onDragOver={drag} onDragLeave={() => setOver(false)} onDrop={drop}>
      <IconFileUpload size={22} aria-hidden />
      <span className={classes.name}>{file ? `${file.name}, ${size(file.size)}` : "Drop a file here"}</span>
      <Button variant="default" size="sm" disabled={disabled} onClick={() => input.current?.click()}>
        {file ? "Choose another file" : "Choose a file"}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label="File to import"
        onChange={({ currentTarget }) => {
          const [chosen] = currentTarget.files ?? [];
          if (chosen) onChoose(chosen);
          currentTarget.value = ""; // so that the same file can be chosen again
        }}
      />
    </div>
  );
};
